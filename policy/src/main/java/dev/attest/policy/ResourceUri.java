package dev.attest.policy;

import dev.attest.oci.Reference;
import java.util.Optional;

/** As what consumers fetch an image (SLSA VSA v1, {@code resourceUri}). */
public final class ResourceUri {
    private static final String SCHEME = "oci://";

    private ResourceUri() {}

    /** {@code oci://registry/repository}, without tag and digest; empty where only a path is known. */
    public static Optional<String> of(Reference reference) {
        return reference instanceof Reference.Registry registry
                ? Optional.of(SCHEME + registry.name())
                : Optional.empty();
    }
}
