package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.policy.Case;
import dev.attest.policy.Derived;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanResult;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the layers of what is judged and makes of them the documents that were signed: under the name and the time that
 * the signed ones carry, so that those of the same version of attest come out byte for byte.
 */
final class Recheck {
    private final ImageScanner scanner;
    private final String toolVersion;

    Recheck(ImageScanner scanner, String toolVersion) {
        this.scanner = scanner;
        this.toolVersion = toolVersion;
    }

    /** The case with what the layers of every judged platform give. */
    Case of(Repository repository, Case subject) throws IOException, MalformedImageException {
        var derived = new TreeMap<Digest, Derived>();
        for (PlatformImage image : subject.judged()) {
            ScanResult scan;
            try {
                scan = scanner.scan(repository, image);
            } catch (MalformedContentException e) {
                throw new MalformedImageException("the layers cannot be checked again: " + e.getMessage());
            }
            Documents documents = documents(subject, image);
            derived.put(
                    image.manifest().digest(), new Derived(documents.cycloneDx(image, scan), documents.facts(scan)));
        }
        return subject.withDerived(derived);
    }

    private Documents documents(Case subject, PlatformImage image) {
        var metadata = subject.newest(PredicateType.CYCLONEDX, image.manifest().digest())
                .map(signed -> signed.verified().statement().predicate().node().path("metadata"));
        String name = metadata.map(node -> node.path("component").path("name").asText())
                .filter(text -> !text.isBlank())
                .orElseGet(() -> Documents.imageName(subject.reference()));
        Optional<Instant> time =
                metadata.map(node -> node.path("timestamp").asText()).flatMap(Recheck::time);
        return new Documents(name, time, toolVersion);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(Documents::isWritable);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
