package dev.attest.provenance.ci;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The remote of a git work tree as a URI that may be published. */
final class RemoteUrl {
    private static final int MAX_LENGTH = 2000;
    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "git");
    private static final Pattern SCP =
            Pattern.compile("(?:[^@/\\s]+@)?([A-Za-z0-9][A-Za-z0-9.-]+):([^/\\s:@][^\\s:@]*)");
    private static final Pattern SLASHES = Pattern.compile("/+$");
    private static final Pattern PATH_END = Pattern.compile("(\\.git)?/*$");
    private static final Pattern URL = Pattern.compile("\\s*url\\s*=\\s*(\\S+)\\s*");

    private RemoteUrl() {}

    /** The URL of the remote {@code origin} in a git configuration. */
    static Optional<String> origin(String config) {
        boolean inOrigin = false;
        for (String line : config.split("\n", -1)) {
            if (line.strip().startsWith("[")) {
                inOrigin = line.strip().equals("[remote \"origin\"]");
            }
            Matcher url = URL.matcher(line);
            if (inOrigin && url.matches()) {
                return Optional.of(url.group(1));
            }
        }
        return Optional.empty();
    }

    /**
     * The {@code git+} URI (SPDX download location) without user, password, query, fragment and {@code .git}; empty for a
     * path of the machine, for what is not a URL, and for a path with an {@code @} or a token, because they may tell
     * what is nobody's business.
     */
    static Optional<String> uri(String remote) {
        Matcher scp = SCP.matcher(remote.length() > MAX_LENGTH ? "" : remote);
        String url = scp.matches() ? "ssh://" + scp.group(1) + "/" + scp.group(2) : remote;
        return clean(url, SCHEMES)
                .filter(uri -> uri.getRawPath().length() > 1)
                .filter(uri -> Redaction.of(uri.toString()).equals(uri.toString()))
                .map(uri -> "git+" + PATH_END.matcher(uri.toString()).replaceAll(""));
    }

    /** A page of a server, or the server alone, without user, password, query, fragment and slashes at the end. */
    static Optional<String> page(String url) {
        return clean(url, Set.of("https", "http"))
                .map(uri -> SLASHES.matcher(uri.toString()).replaceAll(""));
    }

    private static Optional<URI> clean(String url, Set<String> schemes) {
        if (url.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            String path = uri.getRawPath();
            // An @ there is the end of a login that the parser took for host and path.
            boolean login = path != null && path.indexOf('@') >= 0;
            if (!schemes.contains(scheme) || host == null || path == null || login) {
                return Optional.empty();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return Optional.of(new URI(scheme + "://" + host.toLowerCase(Locale.ROOT) + port + path));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
