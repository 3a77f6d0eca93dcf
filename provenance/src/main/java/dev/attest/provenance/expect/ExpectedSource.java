package dev.attest.provenance.expect;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.Glob;
import dev.attest.provenance.SourceFacts;
import java.util.List;
import java.util.Optional;

/**
 * The source that is expected. A number outranks a name: a repository of the expected number was renamed where the name
 * differs, and one of the expected name with another number is somebody else's.
 *
 * @param repository its address, such as {@code https://github.com/owner/repo}
 * @param repositoryId its number
 * @param ownerId its owner's number
 * @param refs patterns of which one has to fit; none named means any ref
 */
public record ExpectedSource(
        Optional<String> repository,
        Optional<String> repositoryId,
        Optional<String> ownerId,
        List<Glob> refs,
        Optional<String> commit) {
    /** Nothing is expected of the source. */
    public static final ExpectedSource ANY =
            new ExpectedSource(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public ExpectedSource {
        refs = List.copyOf(refs);
        repository = repository.map(SourceFacts::repositoryOf);
    }

    static ExpectedSource read(JsonObject json) throws MalformedJsonException {
        json.allow("repository", "repositoryId", "ownerId", "refs", "commit");
        Optional<String> commit = json.optionalText("commit");
        if (commit.isPresent() && !commit.get().matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw json.malformed("commit", "a whole commit in lower-case hex");
        }
        return new ExpectedSource(
                filled(json, "repository"),
                filled(json, "repositoryId"),
                filled(json, "ownerId"),
                Glob.readAll(json, "refs"),
                commit);
    }

    /** A text that is there and empty was meant to be something. */
    static Optional<String> filled(JsonObject json, String name) throws MalformedJsonException {
        Optional<String> text = json.optionalText(name);
        if (text.isPresent() && text.get().isBlank()) {
            throw json.malformed(name, "a text that is not empty");
        }
        return text;
    }
}
