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
     * path of the machine and for what is not a URL, because both may tell what is nobody's business.
     */
    static Optional<String> uri(String remote) {
        if (remote.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher scp = SCP.matcher(remote);
        String url = scp.matches() ? "ssh://" + scp.group(1) + "/" + scp.group(2) : remote;
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            String host = uri.getHost();
            String path = uri.getRawPath();
            if (!SCHEMES.contains(scheme) || host == null || path == null || path.length() < 2) {
                return Optional.empty();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return Optional.of("git+" + scheme + "://" + host.toLowerCase(Locale.ROOT) + port
                    + path.replaceAll("/+$", "").replaceAll("\\.git$", ""));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
