package dev.attest.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.sbom.SbomTable;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.cyclonedx.CycloneDx;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import dev.attest.sbom.document.Party;
import dev.attest.sbom.facts.FactsTable;
import dev.attest.sbom.spdx.Spdx2;
import dev.attest.sbom.spdx.Spdx3;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns what a scan found into documents, the same bytes for the same image: their time is the one that is given
 * (SOURCE_DATE_EPOCH), else the image's own creation time, else 1970.
 */
public final class Documents {
    private static final int MAX_NAME = 255;
    // What RFC 3339 can write; a configuration may say anything.
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final String imageName;
    private final Optional<Instant> time;
    private final String toolVersion;
    private final Optional<Party> supplier;
    private final Optional<Party> author;

    public Documents(String imageName, Optional<Instant> time, String toolVersion) {
        this(imageName, time, toolVersion, Optional.empty(), Optional.empty());
    }

    private Documents(
            String imageName,
            Optional<Instant> time,
            String toolVersion,
            Optional<Party> supplier,
            Optional<Party> author) {
        this.imageName = imageName;
        this.time = time;
        this.toolVersion = toolVersion;
        this.supplier = supplier;
        this.author = author;
    }

    /** The same documents where somebody is named who supplies the image, or who makes the documents. */
    public Documents by(Optional<Party> imageSupplier, Optional<Party> documentAuthor) {
        return new Documents(imageName, time, toolVersion, imageSupplier, documentAuthor);
    }

    /**
     * The name of an image without the place it lives in, so that a copy elsewhere has the same documents; in the letters
     * that a package URL of type {@code oci} takes.
     */
    public static String imageName(Reference reference) {
        String name = lastPart(reference).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        String named = name.replaceAll("^[^a-z0-9]+", "");
        return named.isEmpty() ? "image" : named.substring(0, Math.min(named.length(), MAX_NAME));
    }

    private static String lastPart(Reference reference) {
        if (reference instanceof Reference.Registry registry) {
            return registry.repository().substring(registry.repository().lastIndexOf('/') + 1);
        }
        Path path = reference instanceof Reference.Layout layout
                ? layout.directory()
                : ((Reference.Archive) reference).file();
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? "" : last.toString();
    }

    /** The CycloneDX document of one platform's image. */
    public ObjectNode cycloneDx(PlatformImage image, ScanResult scan) {
        return CycloneDx.document(scan.sbom(), context(image));
    }

    /** The SPDX 2.3 document of one platform's image. */
    public ObjectNode spdx(PlatformImage image, ScanResult scan) {
        return Spdx2.document(scan.sbom(), context(image));
    }

    /**
     * A document as a file for people and tools; {@code width} is how many characters a line of a table may have.
     */
    public byte[] file(DocumentFormat format, PlatformImage image, ScanResult scan, int width) {
        return switch (format) {
            case CYCLONEDX_JSON -> StrictJson.writeIndented(cycloneDx(image, scan));
            case CYCLONEDX_XML -> CycloneDx.xml(scan.sbom(), context(image));
            case SPDX_JSON -> StrictJson.writeIndented(spdx(image, scan));
            case SPDX_TAG -> Spdx2.tagValue(scan.sbom(), context(image));
            case SPDX3_JSON -> StrictJson.writeIndented(Spdx3.document(scan.sbom(), context(image)));
            case TABLE ->
                SbomTable.write(scan.sbom(), image.config().diffIds(), width).getBytes(StandardCharsets.UTF_8);
            case FACTS_JSON -> StrictJson.writeIndented(facts(scan));
            case FACTS_TABLE -> FactsTable.write(scan.facts()).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** The facts of one platform's image as a SCAI predicate. */
    public ObjectNode facts(ScanResult scan) {
        return scan.facts().json(toolVersion);
    }

    /** The time that the documents of this image carry, in whole seconds. */
    public Instant timeOf(PlatformImage image) {
        return time.or(() -> image.config().created().flatMap(Documents::parse))
                .orElse(Instant.EPOCH)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether documents can carry this time. */
    static boolean isWritable(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    private DocumentContext context(PlatformImage image) {
        var subject = new DocumentContext.Subject(
                imageName, image.manifest().digest(), image.config().diffIds());
        ImageOrigin origin = ImageOrigin.of(image.config().labels()).with(supplier, author);
        return new DocumentContext(subject, origin, timeOf(image), toolVersion);
    }

    private static Optional<Instant> parse(String created) {
        try {
            return Optional.of(OffsetDateTime.parse(created).toInstant()).filter(Documents::isWritable);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
