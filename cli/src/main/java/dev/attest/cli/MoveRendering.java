package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Destination.Taken;
import dev.attest.oci.Digest;
import dev.attest.oci.Reference;
import dev.attest.pipeline.CopyOrder;
import dev.attest.pipeline.CopyReport;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was moved, for people and, by docs/schemas/copy-v1.schema.json, for programs. */
final class MoveRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/copy-v1.schema.json";

    private final CopyOrder order;
    private final Reference destination;
    private final Optional<Cargo> cargo;

    MoveRendering(CopyOrder order, Reference destination, Optional<Cargo> cargo) {
        this.order = order;
        this.destination = destination;
        this.cargo = cargo;
    }

    /** The image at its destination: by the tag, or where it has none, by its digest. */
    private Reference there(Digest digest) {
        return order.tag().flatMap(destination::withTag).orElseGet(() -> byDigest(digest));
    }

    private Reference byDigest(Digest digest) {
        Optional<Digest> known = Optional.of(digest);
        if (destination instanceof Reference.Registry place) {
            return new Reference.Registry(place.registry(), place.repository(), Optional.empty(), known);
        }
        if (destination instanceof Reference.Layout place) {
            return new Reference.Layout(place.directory(), Optional.empty(), known);
        }
        return destination;
    }

    byte[] text(CopyReport report) {
        Digest digest = report.root().digest();
        var text = new TextLines().line(there(digest).toString());
        text.field("digest", digest.toString());
        text.field("manifests", words(report.manifests()));
        text.field("blobs", words(report.blobs()));
        report.evidence().forEach((type, count) -> text.field("evidence", count + " × " + type));
        if (report.evidence().isEmpty() && report.legacyTags().isEmpty()) {
            text.field("evidence", "none is attached");
        }
        report.legacyTags().forEach(tag -> text.field("tag", tag.tag()));
        report.evidenceFrom().ifPresent(place -> text.field("from", place + ", for what is attached"));
        report.foreignLayers().forEach(layer -> text.field("foreign", layer + ", not to be distributed, not moved"));
        report.leftBehind().forEach(left -> text.field("left", left));
        report.missing().forEach(missing -> text.field("MISSING", missing));
        if (cargo.isPresent()) {
            text.field("root", cargo.get().root() + " travels along and counts where it is pinned:");
            text.field("verify", cargo.get().verify(there(digest)));
        } else if (report.evidence().containsKey(CarriedRoots.ARTIFACT_TYPE)) {
            text.field("root", "what the source carries travels along and counts only where its digest is pinned");
        } else if (!(destination instanceof Reference.Registry)) {
            text.field("root", "none was named, none travels along");
        }
        return text.bytes();
    }

    private static String words(CopyReport.Tally tally) {
        var words = new StringBuilder();
        for (Taken taken : Taken.values()) {
            if (tally.count(taken) > 0) {
                words.append(words.isEmpty() ? "" : ", ")
                        .append(tally.count(taken))
                        .append(' ')
                        .append(word(taken))
                        .append(" (")
                        .append(tally.bytes(taken))
                        .append(" bytes)");
            }
        }
        return words.isEmpty() ? "none" : words.toString();
    }

    private static String word(Taken taken) {
        return taken.name().toLowerCase(Locale.ROOT);
    }

    byte[] json(CopyReport report) {
        Digest digest = report.root().digest();
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("source", order.image().toString());
        json.put("destination", there(digest).toString());
        json.put("digest", digest.toString());
        json.put("complete", report.isComplete());
        json.set("manifests", json(report.manifests()));
        json.set("blobs", json(report.blobs()));
        ArrayNode evidence = json.putArray("evidence");
        for (Map.Entry<String, Integer> entry : report.evidence().entrySet()) {
            evidence.addObject().put("type", entry.getKey()).put("count", entry.getValue());
        }
        ArrayNode tags = json.putArray("legacyTags");
        report.legacyTags().forEach(tag -> tags.addObject()
                .put("tag", tag.tag())
                .put("digest", tag.digest().toString()));
        report.evidenceFrom().ifPresent(place -> json.put("evidenceFrom", place));
        ArrayNode foreign = json.putArray("foreignLayers");
        report.foreignLayers().forEach(layer -> foreign.add(layer.toString()));
        ArrayNode left = json.putArray("leftBehind");
        report.leftBehind().forEach(left::add);
        ArrayNode missing = json.putArray("missing");
        report.missing().forEach(missing::add);
        cargo.ifPresent(known -> json.putObject("trustedRoot")
                .put("digest", known.root().toString())
                .put("referrer", report.cargo().get(0).toString())
                .put("verify", known.verify(there(digest))));
        return StrictJson.writeIndented(json);
    }

    private static ObjectNode json(CopyReport.Tally tally) {
        ObjectNode json = StrictJson.object();
        for (Taken taken : Taken.values()) {
            json.putObject(word(taken)).put("count", tally.count(taken)).put("bytes", tally.bytes(taken));
        }
        return json;
    }
}
