package dev.attest.pipeline;

import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which images of an index a command is about. */
final class Platforms {
    private Platforms() {}

    /** Every runnable image, of which there is one at least, or those of the platform asked for; none is refused. */
    static List<PlatformImage> judged(Image image, Optional<Platform> asked) throws MalformedImageException {
        if (asked.isEmpty()) {
            return image.platforms();
        }
        List<PlatformImage> chosen = image.platforms().stream()
                .filter(candidate -> asked.get().accepts(candidate.platform()))
                .toList();
        if (chosen.isEmpty()) {
            throw new MalformedImageException("no image for " + asked.get() + " among "
                    + image.platforms().stream()
                            .map(candidate -> candidate.platform().toString())
                            .collect(Collectors.joining(", ")));
        }
        return chosen;
    }
}
