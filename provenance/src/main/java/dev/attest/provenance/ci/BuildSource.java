package dev.attest.provenance.ci;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.ProvenanceSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out which build it is: by the issuer of the token, else by what the user says, else by the environment. What is
 * not clear is refused: a build that is taken for another one would say false things in good faith.
 */
public final class BuildSource {
    private BuildSource() {}

    /**
     * The source of a build's facts.
     *
     * @throws MalformedProvenanceException when the environment shows several CI systems and nothing decides between them,
     *     or when the user names another one than the token does
     */
    public static ProvenanceSource of(BuildContext context, BuildOptions options) throws MalformedProvenanceException {
        Optional<BuildSystem> issuer = issuer(context);
        if (issuer.isPresent()
                && options.system().filter(system -> system != issuer.get()).isPresent()) {
            throw new MalformedProvenanceException("the token is that of a build of "
                    + issuer.get().shortName() + ", not of "
                    + options.system().get().shortName());
        }
        // A token of somebody else, such as a person or a service account, proves nothing of the build.
        Map<String, String> claims = issuer.isPresent() ? context.claims() : Map.of();
        Optional<BuildSystem> known = issuer.or(options::system);
        return source(known.isPresent() ? known.get() : present(context, options), claims, context, options);
    }

    private static Optional<BuildSystem> issuer(BuildContext context) {
        return Arrays.stream(BuildSystem.values())
                .filter(system -> system.issued(context.claims(), context.environment()))
                .findFirst();
    }

    private static BuildSystem present(BuildContext context, BuildOptions options) throws MalformedProvenanceException {
        if (options.run().isPresent()) {
            return BuildSystem.TEKTON;
        }
        List<BuildSystem> systems = Arrays.stream(BuildSystem.values())
                .filter(system -> system.isPresent(context.environment()))
                .toList();
        if (systems.size() > 1) {
            throw new MalformedProvenanceException("the environment is that of "
                    + systems.stream().map(BuildSystem::shortName).collect(Collectors.joining(" and "))
                    + ", and no token tells which one built: say which");
        }
        return systems.isEmpty() ? BuildSystem.LOCAL : systems.get(0);
    }

    private static ProvenanceSource source(
            BuildSystem system, Map<String, String> claims, BuildContext context, BuildOptions options) {
        return switch (system) {
            case GITHUB_ACTIONS -> new GitHubActions(claims, context, options);
            case GITLAB_CI -> new GitLabCi(claims, context);
            case CIRCLECI -> new CircleCi(claims, context);
            case BUILDKITE -> new Buildkite(claims, context);
            case GOOGLE_CLOUD_BUILD -> new GoogleCloudBuild(claims, context);
            case TEKTON -> new Tekton(context, options.run());
            case JENKINS -> new Jenkins(claims, context);
            case LOCAL -> new LocalBuild(context.workTree(), context.times(), options.command());
        };
    }
}
