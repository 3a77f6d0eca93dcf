package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Reference;
import dev.attest.policy.Evidence;
import java.util.List;
import java.util.Map;

/** What {@code inspect} found, for people and, by docs/schemas/inspect-v1.schema.json, for programs. */
final class InspectRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/inspect-v1.schema.json";

    private final Reference reference;
    private final List<Branch> branches;
    private final Map<Digest, Evidence> known;

    /** {@code known} is what a trusted root made of the referrers; empty where none was named. */
    InspectRendering(Reference reference, List<Branch> branches, Map<Digest, Evidence> known) {
        this.reference = reference;
        this.branches = branches;
        this.known = known;
    }

    /** One digest of the image and what is attached to it. */
    record Branch(Digest digest, String what, List<Descriptor> referrers) {}

    byte[] text() {
        var text = new TextLines().line(reference.toString());
        for (Branch branch : branches) {
            text.line("  " + branch.what() + "  " + branch.digest());
            branch.referrers().forEach(referrer -> append(text, referrer));
            if (branch.referrers().isEmpty()) {
                text.line("    nothing attached");
            }
        }
        return text.bytes();
    }

    private void append(TextLines text, Descriptor referrer) {
        Evidence evidence = known.get(referrer.digest());
        if (evidence instanceof Evidence.Accepted yes) {
            text.line("    " + referrer.digest() + "  " + yes.predicateType());
            text.line("      signed by " + SignerText.of(yes.verified()));
            return;
        }
        text.line("    " + referrer.digest() + "  " + claimed(referrer));
        if (evidence instanceof Evidence.Rejected no) {
            text.line("      does not verify: " + no.reason() + ", " + no.detail());
        }
    }

    private static String claimed(Descriptor referrer) {
        String type = referrer.annotations().get("dev.sigstore.bundle.predicateType");
        return type != null ? type + " (as it claims)" : type(referrer);
    }

    private static String type(Descriptor referrer) {
        return referrer.artifactType().orElse(referrer.mediaType());
    }

    byte[] json() {
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("image", reference.toString());
        ArrayNode list = json.putArray("manifests");
        for (Branch branch : branches) {
            ObjectNode node = list.addObject();
            node.put("digest", branch.digest().toString()).put("what", branch.what());
            ArrayNode referrers = node.putArray("referrers");
            branch.referrers().forEach(referrer -> referrers.add(json(referrer)));
        }
        return StrictJson.writeIndented(json);
    }

    private ObjectNode json(Descriptor referrer) {
        ObjectNode json = StrictJson.object();
        json.put("digest", referrer.digest().toString());
        json.put("artifactType", type(referrer));
        Evidence evidence = known.get(referrer.digest());
        if (evidence != null) {
            json.set("evidence", VerifyRendering.json(evidence));
        }
        return json;
    }
}
