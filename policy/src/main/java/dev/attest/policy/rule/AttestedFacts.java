package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Derived;
import dev.attest.policy.Evidence;
import dev.attest.sbom.facts.ImageFacts;
import java.util.Optional;

/**
 * The facts of a platform: what the verifier saw in the layers where it read them, else the newest accepted ones; facts
 * that cannot be read are as good as none.
 */
final class AttestedFacts {
    private AttestedFacts() {}

    static Optional<ImageFacts> of(Case subject, PlatformImage image) {
        Optional<Derived> derived = subject.derived(image);
        Optional<Evidence.Accepted> newest =
                subject.newest(PredicateType.FACTS, image.manifest().digest());
        if (derived.isEmpty() && newest.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageFacts.read(
                    derived.isPresent()
                            ? JsonObject.of(derived.get().facts(), "facts")
                            : newest.get().verified().statement().predicate()));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
