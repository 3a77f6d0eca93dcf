package dev.attest.signing.oidc;

import dev.attest.signing.service.ServiceClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The places where a job finds its identity unasked, what was set for it first: the CI system's own, then a token in the
 * environment or in cosign's well-known file, SPIFFE, and last the machine. A service is asked only when the environment
 * names it.
 */
public final class AmbientTokens {
    private static final String FILE = "var/run/sigstore/cosign/oidc-token";
    private static final String PRODUCT_NAME = "sys/class/dmi/id/product_name";

    private AmbientTokens() {}

    /** In the order they are asked; {@code root} is the root of the file system. */
    public static List<TokenSource> of(Map<String, String> environment, ServiceClient client, Path root) {
        return List.of(
                new GitLab(environment),
                new EnvironmentToken(environment),
                new GitHubActions(environment, client),
                new CircleCi(environment),
                new Buildkite(environment, client),
                new FileToken(root.resolve(FILE)),
                new Spiffe(environment),
                new GoogleCloud(environment, client, root.resolve(PRODUCT_NAME)));
    }
}
