package dev.attest.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.sbom.SbomTable;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.cyclonedx.CycloneDx;
import dev.attest.sbom.cyclonedx.DocumentContext;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Turns what a scan found into documents, the same bytes for the same image: their time is the one that is given
 * (SOURCE_DATE_EPOCH), else the image's own creation time, else 1970.
 */
public final class Documents {
    private final String imageName;
    private final Optional<Instant> time;
    private final String toolVersion;

    public Documents(String imageName, Optional<Instant> time, String toolVersion) {
        this.imageName = imageName;
        this.time = time;
        this.toolVersion = toolVersion;
    }

    /** The name of an image without the place it lives in, so that a copy elsewhere has the same documents. */
    public static String imageName(Reference reference) {
        String path = reference instanceof Reference.Registry registry
                ? registry.repository()
                : reference instanceof Reference.Layout layout
                        ? layout.directory().toAbsolutePath().normalize().toString()
                        : ((Reference.Archive) reference).file().getFileName().toString();
        String last = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
        return last.isBlank() ? "image" : last;
    }

    /** The CycloneDX document of one platform's image. */
    public ObjectNode cycloneDx(PlatformImage image, ScanResult scan) {
        return CycloneDx.document(scan.sbom(), image.config().diffIds(), context(image));
    }

    /** The same as a file for people and tools. */
    public byte[] cycloneDxFile(PlatformImage image, ScanResult scan) {
        return StrictJson.writeIndented(cycloneDx(image, scan));
    }

    /** The facts of one platform's image as a SCAI predicate. */
    public ObjectNode facts(ScanResult scan) {
        return scan.facts().json(toolVersion);
    }

    /** The components as a table. */
    public byte[] table(ScanResult scan) {
        return SbomTable.write(scan.sbom()).getBytes(StandardCharsets.UTF_8);
    }

    /** The time that the documents of this image carry, in whole seconds. */
    public Instant timeOf(PlatformImage image) {
        return time.or(() -> image.config().created().flatMap(Documents::parse))
                .orElse(Instant.EPOCH)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private DocumentContext context(PlatformImage image) {
        return new DocumentContext(imageName, image.manifest().digest(), timeOf(image), toolVersion);
    }

    private static Optional<Instant> parse(String created) {
        try {
            return Optional.of(OffsetDateTime.parse(created).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
