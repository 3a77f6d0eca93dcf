package dev.attest.sbom.cyclonedx;

import dev.attest.oci.Digest;
import java.time.Instant;

/**
 * What a document says beside the components: the image as {@code registry/repo} or the name of a layout, the digest of
 * its manifest, the time the document carries (SOURCE_DATE_EPOCH, else the image's {@code created}, else the epoch: never
 * the clock) and the version of attest.
 */
public record DocumentContext(String imageName, Digest imageDigest, Instant timestamp, String toolVersion) {}
