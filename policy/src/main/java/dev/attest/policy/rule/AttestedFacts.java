package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.json.MalformedJsonException;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.sbom.facts.ImageFacts;
import java.util.Optional;

/** The newest accepted facts of a platform; facts that cannot be read are as good as none. */
final class AttestedFacts {
    private AttestedFacts() {}

    static Optional<ImageFacts> of(Case subject, PlatformImage image) {
        Optional<Evidence.Accepted> newest =
                subject.newest(PredicateType.FACTS, image.manifest().digest());
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ImageFacts.read(newest.get().verified().statement().predicate()));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
