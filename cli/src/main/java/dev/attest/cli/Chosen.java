package dev.attest.cli;

import dev.attest.oci.Image;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The one platform of an image that a command is about. */
final class Chosen {
    private Chosen() {}

    /** The only platform there is, or the one that was asked for; anything else is a usage error. */
    static PlatformImage of(Image read, Optional<Platform> asked) {
        List<PlatformImage> candidates = read.platforms().stream()
                .filter(one -> asked.isEmpty() || asked.get().accepts(one.platform()))
                .toList();
        if (candidates.size() != 1) {
            String platforms = read.platforms().stream()
                    .map(one -> one.platform().toString())
                    .collect(Collectors.joining(", "));
            throw new UsageException("choose one platform with --platform; the image has "
                    + (platforms.isEmpty() ? "none that runs" : platforms));
        }
        return candidates.get(0);
    }
}
