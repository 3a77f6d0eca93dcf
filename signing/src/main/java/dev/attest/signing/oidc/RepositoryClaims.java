package dev.attest.signing.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What tokens of GitHub and GitLab say about the repository a job belongs to. */
final class RepositoryClaims {
    private static final int MAX_NAME = 200;
    private static final List<String> NAMES = List.of("repository", "project_path");
    private static final List<String> VISIBILITIES = List.of("repository_visibility", "project_visibility");

    private RepositoryClaims() {}

    static Optional<String> name(JsonObject claims) {
        return first(claims, NAMES)
                .map(claim -> claim.asText("").replaceAll("[^\\x21-\\x7e]", "?"))
                .filter(name -> !name.isEmpty())
                .map(name -> name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…");
    }

    static Optional<RepositoryVisibility> visibility(JsonObject claims) {
        return first(claims, VISIBILITIES).map(claim -> switch (claim.asText("")) {
            case "public" -> RepositoryVisibility.PUBLIC;
            case "internal" -> RepositoryVisibility.INTERNAL;
            case "private" -> RepositoryVisibility.PRIVATE;
            default -> RepositoryVisibility.UNKNOWN;
        });
    }

    private static Optional<JsonNode> first(JsonObject claims, List<String> names) {
        return names.stream()
                .filter(claims::has)
                .map(name -> claims.node().path(name))
                .findFirst();
    }
}
