package dev.attest.oci;

import java.util.Locale;

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

    /**
     * Whether a runtime that wants what is asked for here could take an image for {@code other}. A variant counts only
     * where both name one, and an alias ({@code aarch64}) is what it stands for.
     */
    public boolean accepts(Platform other) {
        Platform wanted = normalised();
        Platform offered = other.normalised();
        return wanted.os.equals(offered.os)
                && wanted.architecture.equals(offered.architecture)
                && (variant.isEmpty() || other.variant.isEmpty() || wanted.variant.equals(offered.variant));
    }

    /** The platform under the names that runtimes give it before they compare (containerd, platforms.Normalize). */
    Platform normalised() {
        String system = os.toLowerCase(Locale.ROOT);
        String machine = architecture.toLowerCase(Locale.ROOT);
        String version = variant.toLowerCase(Locale.ROOT);
        String level = version.matches("[0-9]+") ? "v" + version : version;
        String named = system.equals("macos") ? "darwin" : system;
        return switch (machine) {
            case "i386" -> new Platform(named, "386", "");
            case "amd64", "x86_64", "x86-64" -> new Platform(named, "amd64", level.equals("v1") ? "" : level);
            case "arm64", "aarch64" -> new Platform(named, "arm64", level.equals("v8") ? "" : level);
            case "armhf" -> new Platform(named, "arm", "v7");
            case "armel" -> new Platform(named, "arm", "v6");
            case "arm" -> new Platform(named, "arm", level.isEmpty() ? "v7" : level);
            default -> new Platform(named, machine, level);
        };
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
