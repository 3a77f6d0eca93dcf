package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement of one type is there, signed by an accepted identity: about every platform that is judged, and, where the
 * type speaks of the image as a whole, about the digest that was asked for.
 */
public record EvidenceIsThere(String id, PredicateType type) implements Rule {
    @Override
    public List<Finding> judge(Case subject) {
        var findings = new ArrayList<Finding>();
        if (ofWholeImage()) {
            findings.add(finding(subject, subject.digest()));
        }
        subject.judged().stream()
                .filter(image -> !ofWholeImage() || !image.manifest().digest().equals(subject.digest()))
                .forEach(image ->
                        findings.add(finding(subject, image.manifest().digest()).on(image)));
        return findings;
    }

    private boolean ofWholeImage() {
        return type == PredicateType.SIGNATURE || type == PredicateType.PROVENANCE;
    }

    private Finding finding(Case subject, Digest digest) {
        Optional<Evidence.Accepted> found = subject.newest(type, digest);
        if (found.isEmpty() && type == PredicateType.SIGNATURE) {
            found = subject.legacySignature(digest);
        }
        if (found.isPresent()) {
            return Finding.holds(
                    id, type.shortName() + " signed by " + found.get().signer());
        }
        return Finding.fails(
                id,
                "no accepted " + type.shortName() + " for " + digest,
                "sign the image with `attest sign`, or accept the identity that signed it");
    }
}
