package dev.attest.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.intoto.ResourceDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a predicate says of the source that was built, whatever its build type calls it. Nobody but the signer says it;
 * only what the certificate bears out as well is proven.
 *
 * @param repository its address without {@code git+} in front and {@code .git} behind
 * @param commit in hexadecimal digits
 * @param path of the instructions inside the repository
 * @param event what began the build, in the platform's words
 */
public record SourceFacts(
        Optional<String> repository,
        Optional<String> ref,
        Optional<String> commit,
        Optional<String> path,
        Optional<String> event) {
    /** Names of the external parameter that holds the source, in the order in which they are looked for. */
    private static final String[] OBJECTS = {"workflow", "source", "sourceToBuild", "buildConfigSource", "configSource"
    };

    private static final Pattern BARE = Pattern.compile("[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,9}/[^@:]*");

    private static final Map<String, String> EVENTS = Map.of(
            "github", "event_name",
            "gitlab", "pipeline_source",
            "buildkite", "build_source",
            "environment", "GITHUB_EVENT_NAME");

    /** What this provenance says. */
    public static SourceFacts of(Provenance provenance) {
        JsonNode external = provenance.buildDefinition().externalParameters().node();
        Optional<String> repository = Optional.empty();
        Optional<String> ref = Optional.empty();
        Optional<String> path = text(external.path("config").path("path"));
        for (String name : OBJECTS) {
            JsonNode object = external.path(name);
            Optional<String> uri = text(object).or(() -> text(object.path("uri")));
            repository = repository.or(() -> text(object.path("repository")).or(() -> uri));
            ref = ref.or(() -> text(object.path("ref"))).or(() -> uri.flatMap(SourceFacts::refOf));
            path = path.or(() -> text(object.path("path"))).or(() -> text(object.path("entryPoint")));
        }
        repository = repository.map(SourceFacts::repositoryOf);
        return new SourceFacts(repository, ref, commit(provenance, repository), path, event(provenance));
    }

    /** The address of a repository in a URI that may hold a ref behind {@code @} or {@code #}. */
    public static String repositoryOf(String uri) {
        String address = uri.startsWith("git+") ? uri.substring("git+".length()) : uri;
        int fragment = address.indexOf('#');
        address = fragment < 0 ? address : address.substring(0, fragment);
        int at = address.indexOf("@refs/");
        if (at < 0 && address.indexOf('@') > address.indexOf('/', "https://".length())) {
            at = address.lastIndexOf('@');
        }
        address = at < 0 ? address : address.substring(0, at);
        address = address.endsWith(".git") ? address.substring(0, address.length() - ".git".length()) : address;
        // CircleCI names a host and a path alone.
        return BARE.matcher(address).matches() ? "https://" + address : address;
    }

    private static Optional<String> refOf(String uri) {
        int fragment = uri.indexOf('#');
        int at = uri.indexOf("@refs/");
        return fragment >= 0
                ? Optional.of(uri.substring(fragment + 1))
                : Optional.of(uri).filter(it -> at >= 0).map(it -> it.substring(at + 1));
    }

    /** The commit of the dependency that is the source; none where two of them disagree. */
    private static Optional<String> commit(Provenance provenance, Optional<String> repository) {
        var commits = provenance.buildDefinition().resolvedDependencies().stream()
                .filter(it -> it.uri().map(SourceFacts::repositoryOf).equals(repository))
                .flatMap(it -> commitOf(it).stream())
                .distinct()
                .toList();
        return commits.size() == 1 ? Optional.of(commits.get(0)) : Optional.empty();
    }

    /** GitLab's runner writes the commit as a {@code sha256} that is too short to be one. */
    private static Optional<String> commitOf(ResourceDescriptor dependency) {
        return Optional.ofNullable(dependency.digest().get("gitCommit"))
                .or(() -> Optional.ofNullable(dependency.digest().get("sha1")))
                .or(() -> Optional.ofNullable(dependency.digest().get("sha256")).filter(hex -> hex.length() == 40));
    }

    private static Optional<String> event(Provenance provenance) {
        JsonNode internal = provenance.buildDefinition().internalParameters().node();
        for (var place : EVENTS.entrySet()) {
            Optional<String> event = text(internal.path(place.getKey()).path(place.getValue()));
            if (event.isPresent()) {
                return event;
            }
        }
        return text(internal.path("environment").path("github_event_name"))
                .or(() -> text(internal.path("GITHUB_EVENT_NAME")));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
