package dev.attest.policy.rule;

import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.facts.ImageFacts;
import dev.attest.sbom.facts.ImageUser;
import java.util.List;
import java.util.Optional;

/**
 * Every platform runs as somebody else than root. The user is taken from the configuration itself, which the verifier can
 * see; only what etc/passwd makes of it comes from the attested facts, which can make it worse but never better.
 */
public record UserIsNotRoot() implements Rule {
    private static final String REMEDY = "set USER to a number of its own, such as 65532, in the image";

    @Override
    public String id() {
        return "non-root";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        String written = image.config().execution().user();
        ImageUser user = ImageUser.of(image.config());
        if (user instanceof ImageUser.Root) {
            return Finding.fails(
                    id(),
                    written.isEmpty() ? "the image sets no user and so runs as root" : "the image runs as " + written,
                    REMEDY);
        }
        if (user instanceof ImageUser.Invalid invalid) {
            return Finding.fails(id(), "the image's user is not one: " + invalid.reason(), REMEDY);
        }
        Optional<ImageFacts> facts = AttestedFacts.of(subject, image);
        if (facts.isEmpty() || !facts.get().isAbsent(FactKind.ROOT_USER)) {
            return Finding.fails(
                    id(), "the image's own accounts do not bear out that " + written + " is not root", REMEDY);
        }
        return Finding.holds(id(), "the image runs as " + written);
    }
}
