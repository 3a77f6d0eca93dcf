package dev.attest.pipeline;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.Statement;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.buildkit.BuildKitPredicate;
import dev.attest.sbom.Purl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The provenance in one attestation manifest, as far as it holds: the manifest's subject, the statement's subjects and the
 * platform they name are the image that the manifest is listed for. A statement is read up to the 40 MiB that BuildKit
 * takes itself.
 */
final class BuildKitReading {
    static final int MAX_STATEMENT = 40 << 20;
    static final int MAX_LAYERS = 100;

    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    /** What was read of an image, and the digest of the statement. */
    record Found(PlatformImage image, Digest statement, BuildKitPredicate predicate) {}

    private final Repository repository;
    private final BuildKitListing.Entry entry;
    private final List<Found> found = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private BuildKitReading(Repository repository, BuildKitListing.Entry entry) {
        this.repository = repository;
        this.entry = entry;
    }

    static BuildKitReading of(Repository repository, BuildKitListing.Entry entry) throws IOException {
        var reading = new BuildKitReading(repository, entry);
        try {
            reading.manifest();
        } catch (MalformedImageException e) {
            reading.remark(String.valueOf(e.getMessage()));
        } catch (NotFoundException e) {
            reading.remark("it is listed and not there");
        }
        return reading;
    }

    List<Found> found() {
        return found;
    }

    List<String> remarks() {
        return remarks;
    }

    private void remark(String what) {
        remarks.add("BuildKit's attestations in " + entry.manifest().digest() + " for "
                + entry.image().platform() + ": " + what);
    }

    private void manifest() throws IOException, MalformedImageException {
        Manifest manifest = Manifest.parse(repository.manifest(entry.manifest()), entry.manifest());
        if (!isAbout(manifest)) {
            remark("the manifest's subject is another image than the one it is listed for");
            return;
        }
        if (manifest.layers().size() > MAX_LAYERS) {
            remark("more than " + MAX_LAYERS + " statements");
            return;
        }
        for (Descriptor layer : manifest.layers()) {
            String type = layer.annotations().getOrDefault(PREDICATE_TYPE, "");
            boolean wanted = type.isEmpty() || BuildKitPredicate.Form.of(type).isPresent();
            if (wanted && layer.mediaType().equals(IN_TOTO)) {
                statement(layer, type);
            }
        }
    }

    /** The older form of the manifest has no subject; the newer one must have the right one. */
    private boolean isAbout(Manifest manifest) {
        Descriptor image = entry.image().manifest();
        Optional<Descriptor> subject = manifest.subject();
        boolean artifact = manifest.artifactType()
                .filter(BuildKitListing.ARTIFACT_TYPE::equals)
                .isPresent();
        return subject.isEmpty()
                ? !artifact
                : subject.get().digest().equals(image.digest())
                        && subject.get().size() == image.size()
                        && subject.get().mediaType().equals(image.mediaType());
    }

    private void statement(Descriptor layer, String announced) throws IOException {
        try {
            byte[] bytes = Content.read(repository, layer, MAX_STATEMENT);
            Statement statement = Statement.parse(bytes);
            String type = statement.predicateType();
            if (!announced.isEmpty() && !announced.equals(type)) {
                remark("a statement is announced as another type than it is");
            } else if (BuildKitPredicate.Form.of(type).isPresent()) {
                BuildKitPredicate predicate = BuildKitPredicate.read(statement);
                Optional<String> contradiction = contradiction(statement);
                if (contradiction.isPresent()) {
                    remark(contradiction.get());
                } else {
                    found.add(new Found(entry.image(), Digest.sha256(bytes), predicate));
                }
            }
        } catch (MalformedImageException | MalformedStatementException | MalformedProvenanceException e) {
            remark(String.valueOf(e.getMessage()));
        } catch (NotFoundException e) {
            remark("the statement " + layer.digest() + " is listed and not there");
        }
    }

    private Optional<String> contradiction(Statement statement) {
        Digest image = entry.image().manifest().digest();
        Map<String, String> digests = Map.of(image.algorithm().id(), image.hex());
        if (!statement.subjects().stream().allMatch(subject -> subject.matches(digests))) {
            return Optional.of("the provenance is about something else than the image it is listed for");
        }
        boolean otherPlatform = statement.subjects().stream()
                .flatMap(subject -> subject.name().stream())
                .anyMatch(this::namesOtherPlatform);
        return otherPlatform
                ? Optional.of("the provenance names another platform than the image's configuration")
                : Optional.empty();
    }

    private boolean namesOtherPlatform(String subjectName) {
        Optional<String> platform =
                Purl.parse(subjectName).map(purl -> purl.qualifiers().get("platform"));
        try {
            return platform.isPresent()
                    && !Platform.parse(platform.get()).accepts(entry.image().platform());
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
