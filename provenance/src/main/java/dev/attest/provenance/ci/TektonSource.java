package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.MalformedProvenanceException;
import java.util.List;
import java.util.Optional;

/** The source of a Tekton run, where it is named by Chains' type hints {@code CHAINS-GIT_URL} and {@code CHAINS-GIT_COMMIT}. */
final class TektonSource {
    private static final List<String> RESULTS = List.of("results", "taskResults", "pipelineResults");

    private TektonSource() {}

    static Optional<ResourceDescriptor> of(JsonObject run) throws MalformedJsonException, MalformedProvenanceException {
        Optional<String> url = hint(run, "CHAINS-GIT_URL");
        Optional<String> commit = hint(run, "CHAINS-GIT_COMMIT");
        if (url.isEmpty() || commit.isEmpty()) {
            return Optional.empty();
        }
        String uri = RemoteUrl.uri(url.get().startsWith("git+") ? url.get().substring(4) : url.get())
                .orElseThrow(() -> new MalformedProvenanceException("CHAINS-GIT_URL is not the URL of a repository"));
        ResourceDescriptor plain =
                GitCommit.parse(commit.get(), "CHAINS-GIT_COMMIT").resource(Optional.of(uri));
        return Optional.of(
                new ResourceDescriptor(Optional.of("inputs/result"), plain.uri(), plain.digest(), Optional.empty()));
    }

    private static Optional<String> hint(JsonObject run, String name) throws MalformedJsonException {
        Optional<JsonObject> status = run.optionalObject("status");
        if (status.isPresent()) {
            for (String list : RESULTS) {
                Optional<String> value = value(status.get(), list, name);
                if (value.isPresent()) {
                    return value;
                }
            }
        }
        return value(run.object("spec"), "params", name);
    }

    private static Optional<String> value(JsonObject object, String list, String name) throws MalformedJsonException {
        for (JsonObject entry : object.objects(list)) {
            if (entry.optionalText("name").equals(Optional.of(name))) {
                JsonNode value = entry.node().path("value");
                return Optional.of(value).filter(JsonNode::isTextual).map(text -> text.textValue()
                        .strip());
            }
        }
        return Optional.empty();
    }
}
