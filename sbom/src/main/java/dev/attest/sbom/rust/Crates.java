package dev.attest.sbom.rust;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The JSON of cargo-auditable (its "format" document, versions 0 to 8). Crates that only built the program, or ran while it
 * was built, are not in it and left out.
 */
final class Crates {
    static final int MAX_BYTES = 8 << 20;
    private static final int MAX_CRATES = 20_000;

    private Crates() {}

    /** One finding for each crate, in the order of the text; {@code needs} are places in that order. */
    static List<Finding> read(byte[] json) throws MalformedContentException {
        try {
            List<JsonObject> packages =
                    StrictJson.parseObject(json, ".dep-v0", MAX_BYTES).objects("packages");
            if (packages.size() > MAX_CRATES) {
                throw new MalformedContentException("a Rust program of more than " + MAX_CRATES + " crates");
            }
            var findings = new ArrayList<Finding>();
            for (JsonObject crate : packages) {
                findings.add(finding(crate));
            }
            return findings;
        } catch (MalformedJsonException e) {
            throw new MalformedContentException(String.valueOf(e.getMessage()));
        }
    }

    private static Finding finding(JsonObject crate) throws MalformedJsonException {
        var needs = new ArrayList<Integer>();
        if (crate.has("dependencies")) {
            crate.node().get("dependencies").forEach(index -> needs.add(index.asInt(-1)));
        }
        return new Finding(Map.of(
                "name", crate.text("name"),
                "version", crate.text("version"),
                "source", crate.optionalText("source").orElse(""),
                "kind", crate.optionalText("kind").orElse("runtime"),
                "root", crate.flag("root") ? "true" : "",
                "needs", needs.stream().map(String::valueOf).collect(Collectors.joining(" "))));
    }
}
