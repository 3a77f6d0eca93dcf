package dev.attest.oci;

/**
 * What an image runs on (OCI image-spec, image-index.md, "platform"); {@code variant} and {@code osVersion} are empty
 * when not given.
 */
public record Platform(String os, String architecture, String variant, String osVersion)
        implements Comparable<Platform> {

    public Platform(String os, String architecture, String variant) {
        this(os, architecture, variant, "");
    }

    /** Parses {@code os/architecture[/variant]}; anything else is an {@link IllegalArgumentException}. */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || !text.matches("[a-z0-9._-]+(/[A-Za-z0-9._-]+){1,2}")) {
            throw new IllegalArgumentException("a platform is written os/architecture or os/architecture/variant");
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }

    /** Whether an image for {@code other} is what is asked for here: a variant counts only where one is asked for. */
    public boolean accepts(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant.isEmpty() || variant.equals(other.variant));
    }

    @Override
    public int compareTo(Platform other) {
        return toString().compareTo(other.toString());
    }

    /** {@code os/architecture[/variant]}. */
    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
