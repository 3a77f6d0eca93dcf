package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.pipeline.RebuildAspect;
import dev.attest.pipeline.RebuildComparison;
import dev.attest.pipeline.RebuildDifference;
import dev.attest.pipeline.RebuildReport;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code rebuild-check} found, for people and, by docs/schemas/rebuild-check-v1.schema.json, for programs. */
final class RebuildCheckRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/rebuild-check-v1.schema.json";

    private final String nameOfA;
    private final String nameOfB;
    private final RebuildReport report;

    RebuildCheckRendering(String nameOfA, String nameOfB, RebuildReport report) {
        this.nameOfA = nameOfA;
        this.nameOfB = nameOfB;
        this.report = report;
    }

    byte[] text() {
        var text = new TextLines();
        text.line("A " + nameOfA + "  " + report.a().digest());
        text.line("B " + nameOfB + "  " + report.b().digest());
        report.comparisons().forEach(one -> comparison(text, one));
        return text.line(answer()).bytes();
    }

    private void comparison(TextLines text, RebuildComparison one) {
        text.line(one.platform() + (one.isIdentical() ? ": the same to the last bit" : ":"));
        for (RebuildComparison.LayerPair pair : one.layers()) {
            if (pair.relation() != RebuildComparison.Relation.SAME) {
                text.line("  " + place(pair.a(), pair.b()) + ": "
                        + pair.relation().text());
            }
        }
        for (RebuildDifference difference : one.differences()) {
            String place = place(difference.layerA(), difference.layerB());
            text.line("  " + (difference.path().isEmpty() ? "/" : difference.path())
                    + (place.isEmpty() ? "" : "  (" + place + ")"));
            difference
                    .changes()
                    .forEach(change -> text.line("    " + change.aspect().text() + values(change)));
        }
        if (one.omitted() > 0) {
            text.line("  and " + one.omitted() + " more; --limit shows them");
        }
    }

    private static String place(int a, int b) {
        if (a == b || b < 0) {
            return a < 0 ? "" : "layer " + a;
        }
        return a < 0 ? "layer " + b : "layer " + a + " of A, " + b + " of B";
    }

    private static String values(RebuildDifference.Change change) {
        if (change.before().isEmpty() && change.after().isEmpty()) {
            return "";
        }
        boolean alone = change.aspect() == RebuildAspect.ONLY_IN_A || change.aspect() == RebuildAspect.ONLY_IN_B;
        return ": "
                + (alone ? change.before() + change.after() : shown(change.before()) + " -> " + shown(change.after()));
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }

    private String answer() {
        if (!report.isReproduced()) {
            return "different";
        }
        Map<RebuildAspect, Long> tolerated = report.tolerated();
        return report.isIdentical()
                ? "reproduced to the last bit"
                : "reproduced; the same but for "
                        + tolerated.keySet().stream().map(RebuildAspect::text).collect(Collectors.joining(", "));
    }

    byte[] json() {
        ObjectNode json = StrictJson.object()
                .put("schema", SCHEMA)
                .put("reproduced", report.isReproduced())
                .put("identical", report.isIdentical())
                .put("strictness", report.tolerance().strictness().name());
        ArrayNode ignored = json.putArray("ignored");
        report.tolerance().ignoredNames().forEach(ignored::add);
        json.putObject("a")
                .put("name", Console.printable(nameOfA))
                .put("digest", report.a().digest().toString());
        json.putObject("b")
                .put("name", Console.printable(nameOfB))
                .put("digest", report.b().digest().toString());
        ArrayNode platforms = json.putArray("platforms");
        report.comparisons().forEach(one -> platforms.add(comparison(one)));
        return StrictJson.writeIndented(json);
    }

    private static ObjectNode comparison(RebuildComparison one) {
        ObjectNode json = StrictJson.object().put("platform", one.platform()).put("identical", one.isIdentical());
        one.a().map(Descriptor::digest).ifPresent(digest -> json.put("a", digest.toString()));
        one.b().map(Descriptor::digest).ifPresent(digest -> json.put("b", digest.toString()));
        ArrayNode layers = json.putArray("layers");
        for (RebuildComparison.LayerPair pair : one.layers()) {
            ObjectNode layer =
                    layers.addObject().put("relation", pair.relation().text());
            put(layer, pair.a(), pair.b());
        }
        ObjectNode counts = json.putObject("counts");
        one.counts().forEach((aspect, count) -> counts.put(aspect.text(), count));
        ArrayNode differences = json.putArray("differences");
        for (RebuildDifference difference : one.differences()) {
            ObjectNode entry = differences.addObject().put("path", difference.path());
            put(entry, difference.layerA(), difference.layerB());
            ArrayNode changes = entry.putArray("changes");
            for (RebuildDifference.Change change : difference.changes()) {
                changes.addObject()
                        .put("what", change.aspect().text())
                        .put("a", change.before())
                        .put("b", change.after());
            }
        }
        return json.put("omitted", one.omitted());
    }

    private static void put(ObjectNode json, int a, int b) {
        if (a >= 0) {
            json.put("layerA", a);
        }
        if (b >= 0) {
            json.put("layerB", b);
        }
    }
}
