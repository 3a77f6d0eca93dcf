package dev.attest.sbom.document;

import dev.attest.oci.Digest;
import java.time.Instant;
import java.util.List;

/**
 * What a document says beside the components: the image and its layers, who answers for it, the time the document carries
 * (SOURCE_DATE_EPOCH, else the image's {@code created}, else the epoch: never the clock) and the version of attest.
 */
public record DocumentContext(Subject subject, ImageOrigin origin, Instant timestamp, String toolVersion) {
    /** Where the program that wrote a document is described. */
    public static final String TOOL_ADDRESS = "https://attest.dev";

    /** The image as {@code registry/repo} or the name of a layout, its manifest's digest and its diffIDs, lowest first. */
    public record Subject(String name, Digest digest, List<Digest> diffIds) {
        public Subject {
            diffIds = List.copyOf(diffIds);
        }
    }
}
