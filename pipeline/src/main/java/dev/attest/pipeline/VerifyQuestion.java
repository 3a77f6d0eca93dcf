package dev.attest.pipeline;

import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.policy.Profile;
import dev.attest.signing.Identities;
import dev.attest.signing.Verified;
import java.util.List;
import java.util.Optional;

/**
 * What {@link VerifyImage} is asked: which image, by which profile, whose evidence counts. {@code accepted} may be absent
 * only for a profile that asks for no evidence. With a platform, only that one of an index is judged. {@code sources} is
 * what was said of the source, as {@link Verified} by whomever.
 */
public record VerifyQuestion(
        Reference image,
        Profile profile,
        Optional<Identities> accepted,
        Optional<Platform> platform,
        List<Verified> sources) {
    public VerifyQuestion {
        if (profile.asksForEvidence() && accepted.isEmpty()) {
            throw new IllegalArgumentException("accepting signed evidence needs an identity");
        }
        sources = List.copyOf(sources);
    }

    /** A question in which nothing is said of the source. */
    public VerifyQuestion(
            Reference image, Profile profile, Optional<Identities> accepted, Optional<Platform> platform) {
        this(image, profile, accepted, platform, List.of());
    }
}
