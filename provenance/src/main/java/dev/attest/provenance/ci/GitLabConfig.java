package dev.attest.provenance.ci;

import dev.attest.provenance.MalformedProvenanceException;
import java.util.Optional;

/** The configuration of a GitLab pipeline: in which repository it lies, which file it is, and of which ref. */
record GitLabConfig(String repository, String path, String ref) {
    /**
     * Reads {@code host/group/project//path@ref}, GitLab's {@code ci_config_ref_uri}. The path is what stands behind the
     * first two slashes; path and ref may hold an at sign.
     *
     * @param server whose host it must name
     * @param runRef the ref of the run, which most configurations are of
     */
    static GitLabConfig parse(String uri, String server, String runRef) throws MalformedProvenanceException {
        String host = server.substring(server.indexOf("//") + 2).split("/", 2)[0];
        int slashes = uri.indexOf("//");
        String rest = slashes < 0 ? "" : uri.substring(slashes + 2);
        int at = rest.endsWith("@" + runRef) ? rest.length() - runRef.length() - 1 : rest.lastIndexOf("@refs/");
        if (!uri.startsWith(host + "/") || slashes <= host.length() || at < 1) {
            throw new MalformedProvenanceException(
                    "ci_config_ref_uri is not " + host + "/group/project//path@ref: " + uri);
        }
        return new GitLabConfig("https://" + uri.substring(0, slashes), rest.substring(0, at), rest.substring(at + 1));
    }

    /** The file that a project's setting names; empty where the setting names another project or an address. */
    static Optional<GitLabConfig> ofProject(String path, String repository, String ref) {
        return path.contains("@") || path.contains("://") || path.startsWith("/")
                ? Optional.empty()
                : Optional.of(new GitLabConfig(repository, path, ref));
    }

    /** The whole as one address, which is also the builder's. */
    String uri() {
        return repository + "//" + path + "@" + ref;
    }
}
