package dev.attest.policy;

import dev.attest.oci.PlatformImage;
import java.util.Optional;

/**
 * What one rule says of an image or of one of its platforms: whether it holds, why, and, when it does not, what to do.
 */
public record Finding(String rule, boolean holds, Optional<String> platform, String message, Optional<String> remedy) {

    public static Finding holds(String rule, String message) {
        return new Finding(rule, true, Optional.empty(), message, Optional.empty());
    }

    public static Finding fails(String rule, String message, String remedy) {
        return new Finding(rule, false, Optional.empty(), message, Optional.of(remedy));
    }

    /** The same, said of one platform. */
    public Finding on(PlatformImage image) {
        return new Finding(rule, holds, Optional.of(image.platform().toString()), message, remedy);
    }
}
