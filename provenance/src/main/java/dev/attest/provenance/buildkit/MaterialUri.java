package dev.attest.provenance.buildkit;

import dev.attest.provenance.ci.Redaction;
import java.util.regex.Pattern;

/** The addresses that BuildKit writes for its materials, and what of them may stand in a signed document. */
final class MaterialUri {
    private static final Pattern GIT_USER = Pattern.compile("(?:git\\+)?(?:ssh://)?git@[^@#]*(?:#.*)?");
    private static final Pattern LOGIN_WITHOUT_SCHEME = Pattern.compile("^(?:[^/]*:.*|[^/]*)@(?!refs/|sha[0-9]{3}:)");
    private static final Pattern QUERY = Pattern.compile("\\?[^#]*");

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
        String plain = withoutSecrets(uri);
        int hash = plain.indexOf('#');
        String repository = hash < 0 ? plain : plain.substring(0, hash);
        String[] place = (hash < 0 ? "" : plain.substring(hash + 1)).split(":", 2);
        int colon = repository.indexOf(':');
        if (repository.startsWith("git@") && colon > 0) {
            repository = "ssh://" + repository.substring(0, colon) + "/" + repository.substring(colon + 1);
        }
        return (repository.startsWith("git+") ? repository : "git+" + repository)
                + (place[0].isEmpty() ? "" : "@" + place[0])
                + (place.length < 2 || place[1].isEmpty() ? "" : "#" + place[1]);
    }

    /**
     * Without a login, query and token: addresses end up in public logs. A package URL keeps its qualifiers, and the user
     * {@code git} is nobody's.
     */
    static String withoutSecrets(String uri) {
        if (uri.startsWith("pkg:")) {
            return Redaction.of(uri);
        }
        boolean gitUser = GIT_USER.matcher(uri).matches();
        String named = uri.contains("://")
                ? Redaction.withoutLogins(uri)
                : LOGIN_WITHOUT_SCHEME.matcher(uri).replaceFirst("");
        String plain = QUERY.matcher(gitUser ? uri : named).replaceAll("");
        return gitUser ? Redaction.withoutTokens(plain) : Redaction.of(plain);
    }
}
