package dev.attest.provenance.buildkit;

import java.util.Locale;
import java.util.regex.Pattern;

/** The addresses that BuildKit writes for its materials, and what of them may stand in a signed document. */
final class MaterialUri {
    private static final Pattern LOGIN = Pattern.compile("^((?:git\\+)?https?://)[^/?#]*@");
    private static final Pattern SECRET = Pattern.compile(
            "(^|[&;_-])(sig|signature|token|key|password|secret|credential|auth|jwt)[a-z_-]{0,20}=|x-amz-|x-goog-");

    private MaterialUri() {}

    /** Whether BuildKit's git source takes it, which it also does where no digest tells. */
    static boolean isGit(String uri) {
        if (uri.startsWith("git://") || uri.startsWith("ssh://") || uri.startsWith("git@") || uri.startsWith("git+")) {
            return true;
        }
        return uri.startsWith("http") && uri.split("[?#]", 2)[0].endsWith(".git");
    }

    /** SPDX's form for a place in a repository: {@code git+https://host/repo@ref#folder}. */
    static String git(String uri) {
        int hash = uri.indexOf('#');
        String repository = hash < 0 ? uri : uri.substring(0, hash);
        String[] place = (hash < 0 ? "" : uri.substring(hash + 1)).split(":", 2);
        int colon = repository.indexOf(':');
        if (repository.startsWith("git@") && colon > 0) {
            repository = "ssh://" + repository.substring(0, colon) + "/" + repository.substring(colon + 1);
        }
        String named = repository.startsWith("git+") ? repository : "git+" + repository;
        return withoutSecrets(named)
                + (place[0].isEmpty() ? "" : "@" + place[0])
                + (place.length < 2 || place[1].isEmpty() ? "" : "#" + place[1]);
    }

    /** Without a login, and without a query that looks as if it were one: addresses end up in public logs. */
    static String withoutSecrets(String uri) {
        String plain = LOGIN.matcher(uri).replaceFirst("$1");
        int mark = plain.indexOf('?');
        boolean web = plain.startsWith("http") || plain.startsWith("git+http");
        if (mark < 0
                || !web
                || !SECRET.matcher(plain.substring(mark + 1).toLowerCase(Locale.ROOT))
                        .find()) {
            return plain;
        }
        return plain.substring(0, mark);
    }
}
