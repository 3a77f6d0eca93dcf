package dev.attest.pipeline;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.content.ArtifactManifest;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Moves an image with all its evidence: nested indexes, platforms, all their referrers, the tags of old. Blobs go before the
 * manifests that name them, those before the indexes, tags last; what is at the destination already is left alone, so that
 * a move that broke off is completed by another one. Evidence that lies in a repository of its own lies beside the image
 * afterwards. Moving is not accepting: every byte is checked against its digest,
 * no signature is.
 */
public final class CopyImage {
    private static final long WORTH_A_LINE = 16L << 20;

    private final ExecutorService executor;
    private final Progress progress;

    /** The executor must not be the one that {@link #copy} itself is called on; progress is told from its threads. */
    public CopyImage(ExecutorService executor, Progress progress) {
        this.executor = executor;
        this.progress = progress;
    }

    /** Something of the image, and the digests around it that are not moved. */
    private record Choice(Descriptor root, List<String> leftBehind) {}

    /**
     * Moves what the order names.
     *
     * @throws MalformedImageException when the source holds what its digests do not say: nothing is tagged
     * @throws IOException when a place could not be asked or written to: run again to go on
     */
    public CopyReport copy(Places source, CopyOrder order, Destination destination)
            throws IOException, MalformedImageException {
        progress.step("looking for everything that belongs to " + order.image());
        Descriptor root = source.image().resolve(order.image());
        Choice choice = order.platform().isPresent()
                ? one(source, order.image(), root, order.platform().get())
                : new Choice(root, List.of());
        Inventory inventory = new InventoryReader(source, executor, order.leftOut()).read(order.image(), choice.root());
        List<ArtifactManifest> cargo = ArtifactManifest.all(plain(choice.root()), order.cargo());
        for (ArtifactManifest added : cargo) {
            Document document = Document.of(added.descriptor(), added.bytes());
            inventory.add(document, source.image());
            inventory.list(choice.root().digest(), document);
        }
        List<CopyReport.LegacyTag> tags = legacy(inventory, destination);
        expect(inventory, destination);

        CopyReport.Tally blobs = blobs(inventory, destination, order.cargo());
        CopyReport.Tally manifests = manifests(inventory, destination);
        list(inventory, destination);
        for (CopyReport.LegacyTag tag : tags) {
            Document document = inventory.document(tag.digest());
            destination.point(Optional.of(tag.tag()), document.descriptor(), document.bytes());
        }
        Document top = inventory.document(choice.root().digest());
        destination.point(order.tag(), top.descriptor(), top.bytes());
        destination.finish();
        return new CopyReport(
                top.descriptor(),
                manifests,
                blobs,
                evidence(inventory),
                tags,
                source.isApart() ? Optional.of(source.evidence().name()) : Optional.empty(),
                cargo.stream().map(added -> added.descriptor().digest()).toList(),
                inventory.foreignLayers(),
                Stream.concat(choice.leftBehind().stream(), inventory.leftBehind().stream())
                        .toList(),
                inventory.missing());
    }

    private static Descriptor plain(Descriptor descriptor) {
        return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    /** The image of one platform, without the index that lists it and what is attached to that. */
    private Choice one(Places source, Reference reference, Descriptor root, Platform platform)
            throws IOException, MalformedImageException {
        Image image = ImageReader.read(source.image(), root, executor);
        List<PlatformImage> chosen = Platforms.judged(image, Optional.of(platform));
        if (chosen.size() > 1) {
            throw new MalformedImageException("several images for " + platform + ", of which one can be moved: "
                    + chosen.stream()
                            .map(candidate -> candidate.platform().toString())
                            .collect(Collectors.joining(", ")));
        }
        var left = new ArrayList<String>();
        for (Descriptor index : image.indexes()) {
            int count = source.evidence().referrers(index.digest()).size();
            if (count > 0) {
                left.add(count + (count == 1 ? " referrer" : " referrers") + " of the index " + index.digest());
            }
            for (String tag : InventoryReader.legacyTags(index.digest())) {
                if (isTagged(source, source.tagged(reference, tag))) {
                    left.add("the tag " + tag + ", which is about the index");
                }
            }
        }
        Descriptor manifest = chosen.get(0).manifest();
        for (Descriptor other : image.others()) {
            if (manifest.digest().toString().equals(other.annotations().get("vnd.docker.reference.digest"))) {
                left.add("the build's own attestations, which only the index lists: " + other.digest());
            }
        }
        return new Choice(plain(manifest), left);
    }

    private static boolean isTagged(Places source, Optional<Reference> tag) throws IOException {
        if (tag.isEmpty()) {
            return false;
        }
        try {
            source.evidence().resolve(tag.get());
            return true;
        } catch (NotFoundException e) {
            return false;
        } catch (MalformedImageException e) {
            // Whatever it is, it stays.
            return true;
        }
    }

    /**
     * The tags of old that are to be written. One that stands for something else at the destination is written only if
     * nothing that is there is lost; what then cannot come along is noted.
     */
    private static List<CopyReport.LegacyTag> legacy(Inventory inventory, Destination destination)
            throws IOException, MalformedImageException {
        var tags = new ArrayList<CopyReport.LegacyTag>();
        for (Map.Entry<String, Document> entry : inventory.legacy().entrySet()) {
            Document ours = entry.getValue();
            Optional<byte[]> theirs = destination.tagged(entry.getKey());
            Optional<Set<Descriptor>> known =
                    theirs.isEmpty() ? Optional.of(Set.of()) : layers(theirs.get(), entry.getKey());
            Set<Descriptor> given = Set.copyOf(ours.manifest().layers());
            if (known.isPresent() && given.containsAll(known.get())) {
                tags.add(new CopyReport.LegacyTag(entry.getKey(), ours.digest()));
            } else if (known.isEmpty() || !known.get().containsAll(given)) {
                inventory.missing("the tag " + entry.getKey() + " stands for other evidence at " + destination.name()
                        + ", which is kept; remove it there to move this one");
            }
        }
        return tags;
    }

    /**
     * What is kept under a tag at the destination, annotations included: cosign has signatures in them, over one payload
     * that is the same for everybody. Empty where that is nothing that could be told.
     */
    private static Optional<Set<Descriptor>> layers(byte[] document, String tag) {
        try {
            Manifest manifest = Manifest.parse(document, tag);
            return manifest.isIndex() ? Optional.empty() : Optional.of(Set.copyOf(manifest.layers()));
        } catch (MalformedImageException e) {
            return Optional.empty();
        }
    }

    private static void expect(Inventory inventory, Destination destination) throws IOException {
        var all = new ArrayList<>(inventory.blobs());
        inventory.documents().forEach(document -> all.add(document.descriptor()));
        destination.expect(all);
    }

    private CopyReport.Tally blobs(Inventory inventory, Destination destination, List<Artifact> cargo)
            throws IOException, MalformedImageException {
        Map<Digest, byte[]> atHand = new TreeMap<>();
        for (Artifact artifact : cargo) {
            byte[] layer = artifact.layer();
            atHand.put(Digest.sha256(layer), layer);
            atHand.put(ArtifactManifest.emptyConfig().digest(), ArtifactManifest.emptyConfigBytes());
        }
        List<Descriptor> blobs = inventory.blobs();
        long bytes = blobs.stream().mapToLong(Descriptor::size).sum();
        progress.step("moving " + blobs.size() + " blobs of " + bytes + " bytes to " + destination.name());
        var tally = new CopyReport.Tally();
        var tasks = new ArrayList<Callable<Destination.Taken>>();
        for (Descriptor blob : blobs) {
            tasks.add(() -> {
                byte[] content = atHand.get(blob.digest());
                Destination.Taken taken = content == null
                        ? destination.blob(inventory.place(blob), blob)
                        : destination.blob(blob, content);
                tally.add(taken, blob.size());
                if (blob.size() >= WORTH_A_LINE) {
                    progress.step(taken.name().toLowerCase(java.util.Locale.ROOT) + " " + blob.digest() + ", "
                            + blob.size() + " bytes");
                }
                return taken;
            });
        }
        Parallel.all(executor, tasks);
        return tally;
    }

    private CopyReport.Tally manifests(Inventory inventory, Destination destination)
            throws IOException, MalformedImageException {
        var tally = new CopyReport.Tally();
        for (List<Document> level : inventory.inOrder()) {
            var tasks = new ArrayList<Callable<Destination.Taken>>();
            for (Document document : level) {
                tasks.add(() -> {
                    Destination.Taken taken = destination.manifest(document.descriptor(), document.bytes());
                    tally.add(taken, document.bytes().length);
                    return taken;
                });
            }
            Parallel.all(executor, tasks);
        }
        return tally;
    }

    private void list(Inventory inventory, Destination destination) throws IOException, MalformedImageException {
        var tasks = new ArrayList<Callable<Digest>>();
        inventory
                .listings()
                .forEach((subject, listed) -> tasks.add(() -> {
                    destination.list(subject, listed);
                    return subject;
                }));
        Parallel.all(executor, tasks);
    }

    private static Map<String, Integer> evidence(Inventory inventory) {
        var evidence = new TreeMap<String, Integer>();
        for (List<Descriptor> listed : inventory.listings().values()) {
            for (Descriptor referrer : listed) {
                String type = referrer.annotations()
                        .getOrDefault(
                                "dev.sigstore.bundle.predicateType",
                                referrer.artifactType().orElse(referrer.mediaType()));
                evidence.merge(type, 1, Integer::sum);
            }
        }
        return evidence;
    }
}
