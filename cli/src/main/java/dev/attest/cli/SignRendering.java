package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.Reference;
import dev.attest.pipeline.SignReport;

/** What {@code sign} left beside the image, for people and, by docs/schemas/sign-v1.schema.json, for programs. */
final class SignRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/sign-v1.schema.json";

    private final Reference reference;
    private final String identity;

    SignRendering(Reference reference, String identity) {
        this.reference = reference;
        this.identity = identity;
    }

    byte[] text(SignReport report) {
        var text = new TextLines().line(reference.toString());
        text.field("digest", report.image().root().digest().toString());
        text.field("signed by", identity);
        for (SignReport.Attached one : report.attached()) {
            text.field(one.isNew() ? "signed" : "present", one.type().shortName() + " of " + what(one, report));
        }
        for (Digest bundle : report.attachedAgain()) {
            text.field("again", "bundle " + bundle + " of an earlier run");
        }
        return text.bytes();
    }

    private static String what(SignReport.Attached one, SignReport report) {
        if (one.subjects().size() > 1) {
            return "the image and its platforms";
        }
        return report.image().platforms().stream()
                .filter(platform ->
                        platform.manifest().digest().equals(one.subjects().get(0)))
                .map(platform -> platform.platform().toString())
                .findFirst()
                .orElse("the image");
    }

    byte[] json(SignReport report) {
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("image", reference.toString());
        json.put("digest", report.image().root().digest().toString());
        json.put("identity", identity);
        ArrayNode attached = json.putArray("attached");
        for (SignReport.Attached one : report.attached()) {
            ObjectNode node = attached.addObject();
            node.put("type", one.type().shortName());
            node.put("predicateType", one.type().uri());
            node.put("bundle", one.bundle().toString());
            node.put("new", one.isNew());
            ArrayNode subjects = node.putArray("subjects");
            one.subjects().forEach(subject -> subjects.add(subject.toString()));
        }
        ArrayNode gaps = json.putArray("gaps");
        report.gaps().forEach(gap -> gaps.add(gap.subject() + ": " + gap.detail()));
        ArrayNode unmatched = json.putArray("unmatchedVex");
        report.unmatchedVex().forEach(unmatched::add);
        ArrayNode again = json.putArray("attachedAgain");
        report.attachedAgain().forEach(bundle -> again.add(bundle.toString()));
        return StrictJson.writeIndented(json);
    }
}
