package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.Reference;
import dev.attest.pipeline.Attachment;
import dev.attest.policy.Evidence;
import java.util.List;
import java.util.Map;

/** What {@code inspect} found, as a tree for people and, by docs/schemas/inspect-v1.schema.json, for programs. */
final class InspectRendering {
    private static final String SCHEMA = "https://attest.dev/schemas/inspect-v1.schema.json";

    private final Reference reference;
    private final List<Branch> branches;
    private final Map<Digest, List<Evidence>> known;

    /** {@code known} is what a trusted root made of the referrers; empty where none was named. */
    InspectRendering(Reference reference, List<Branch> branches, Map<Digest, List<Evidence>> known) {
        this.reference = reference;
        this.branches = branches;
        this.known = known;
    }

    /** One digest of the image and what is attached to it. */
    record Branch(Digest digest, String what, String detail, List<Attachment> attached) {
        Branch with(List<Attachment> found) {
            return new Branch(digest, what, detail, found);
        }
    }

    byte[] text() {
        var text = new TextLines().line(reference.toString());
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            boolean last = i == branches.size() - 1;
            text.line((last ? "└─ " : "├─ ") + branch.what() + "  " + branch.digest() + "  " + branch.detail());
            append(text, last ? "   " : "│  ", branch.attached());
            if (branch.attached().isEmpty()) {
                text.line((last ? "   " : "│  ") + "   nothing attached");
            }
        }
        return text.bytes();
    }

    private void append(TextLines text, String indent, List<Attachment> attached) {
        for (int i = 0; i < attached.size(); i++) {
            Attachment one = attached.get(i);
            boolean last = i == attached.size() - 1;
            List<Evidence> evidence = known.getOrDefault(one.digest(), List.of());
            text.line(indent + (last ? "└─ " : "├─ ") + what(one, evidence));
            String below = indent + (last ? "   " : "│  ");
            text.line(below + "   " + one.digest() + "  " + Sizes.text(one.size()));
            evidence.forEach(piece -> text.line(below + "   " + judged(piece)));
            one.problem().ifPresent(problem -> text.line(below + "   not read: " + problem));
            append(text, below, one.attached());
        }
    }

    private static String what(Attachment one, List<Evidence> evidence) {
        String tag = one.tag().map(name -> name + "  ").orElse("");
        if (evidence.size() == 1 && evidence.get(0) instanceof Evidence.Accepted yes) {
            return tag + yes.predicateType();
        }
        String time = one.claims().created().map(created -> ", " + created).orElse("");
        return tag
                + one.claims()
                        .predicateType()
                        .map(type -> type + " (as it claims)" + time)
                        .orElse(one.claims().artifactType());
    }

    private static String judged(Evidence evidence) {
        if (evidence instanceof Evidence.Accepted yes) {
            return "signed by " + SignerText.of(yes.verified());
        }
        var no = (Evidence.Rejected) evidence;
        return "does not verify: " + no.reason() + ", " + no.detail();
    }

    byte[] json() {
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("image", reference.toString());
        ArrayNode list = json.putArray("manifests");
        for (Branch branch : branches) {
            ObjectNode node = list.addObject();
            node.put("digest", branch.digest().toString()).put("what", branch.what());
            append(node.putArray("referrers"), branch.attached());
        }
        return StrictJson.writeIndented(json);
    }

    private void append(ArrayNode list, List<Attachment> attached) {
        for (Attachment one : attached) {
            ObjectNode json = list.addObject();
            json.put("digest", one.digest().toString());
            json.put("artifactType", one.claims().artifactType());
            json.put("size", one.size());
            one.claims().predicateType().ifPresent(type -> json.put("claimedPredicateType", type));
            one.claims().created().ifPresent(created -> json.put("claimedCreated", created));
            one.tag().ifPresent(tag -> json.put("tag", tag));
            one.problem().ifPresent(problem -> json.put("problem", problem));
            List<Evidence> evidence = known.getOrDefault(one.digest(), List.of());
            if (one.tag().isPresent() && !evidence.isEmpty()) {
                ArrayNode signatures = json.putArray("signatures");
                evidence.forEach(piece -> signatures.add(VerifyRendering.json(piece)));
            } else if (!evidence.isEmpty()) {
                json.set("evidence", VerifyRendering.json(evidence.get(0)));
            }
            if (!one.attached().isEmpty()) {
                append(json.putArray("referrers"), one.attached());
            }
        }
    }
}
