package dev.attest.provenance.ci;

import dev.attest.provenance.MalformedProvenanceException;
import java.util.Locale;
import java.util.Map;

/** What is known of a workflow run, by the names of the token's claims. */
final class GitHubFacts {
    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private static final String GITHUB = "https://github.com";

    private final Map<String, String> values;
    private final String server;
    private final boolean fromToken;
    private final boolean proven;

    private GitHubFacts(Map<String, String> values, String server, boolean fromToken, boolean proven) {
        this.values = Map.copyOf(values);
        this.server = server.replaceAll("/+$", "");
        this.fromToken = fromToken;
        this.proven = proven;
    }

    static GitHubFacts ofToken(Map<String, String> claims, Map<String, String> environment) {
        String issuer = claims.getOrDefault("iss", "");
        if (issuer.equals(ISSUER) || issuer.startsWith(ISSUER + "/")) {
            return new GitHubFacts(claims, GITHUB, true, true);
        }
        // An enterprise server issues under its own name.
        String suffix = "/_services/token";
        if (issuer.startsWith("https://") && issuer.endsWith(suffix)) {
            return new GitHubFacts(claims, issuer.substring(0, issuer.length() - suffix.length()), true, true);
        }
        return new GitHubFacts(claims, environment.getOrDefault("GITHUB_SERVER_URL", GITHUB), true, false);
    }

    static GitHubFacts ofEnvironment(Map<String, String> environment) {
        return new GitHubFacts(environment, environment.getOrDefault("GITHUB_SERVER_URL", GITHUB), false, false);
    }

    /** Whether every fact, the server's name included, comes from the token. */
    boolean proven() {
        return proven;
    }

    /** The value of a claim, or of the variable that stands for it. */
    String text(String claim) throws MalformedProvenanceException {
        String name = fromToken ? claim : variable(claim);
        String value = values.getOrDefault(name, "");
        if (value.isEmpty() || value.length() > 2000 || !value.chars().allMatch(c -> c > ' ' && c != 127)) {
            throw new MalformedProvenanceException(
                    (fromToken ? "token claim " : "environment variable ") + name + " is missing or malformed");
        }
        return value;
    }

    String url(String claim) throws MalformedProvenanceException {
        return server + "/" + text(claim);
    }

    String commit() throws MalformedProvenanceException {
        String commit = text("sha");
        if (!commit.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw new MalformedProvenanceException("sha is not a commit");
        }
        return commit;
    }

    private static String variable(String claim) {
        return switch (claim) {
            // The environment does not name a called workflow, only the one that was started.
            case "job_workflow_ref" -> "GITHUB_WORKFLOW_REF";
            case "runner_environment" -> "RUNNER_ENVIRONMENT";
            default -> "GITHUB_" + claim.toUpperCase(Locale.ROOT);
        };
    }
}
