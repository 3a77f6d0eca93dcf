package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Manifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that moves with an image, and what does not. At most {@value #MAX_DOCUMENTS} manifests of together 64 MiB and
 * {@value #MAX_BLOBS} blobs of 16 TiB; content that two descriptors give different sizes is refused.
 */
final class Inventory {
    static final int MAX_DOCUMENTS = 4_000;
    static final int MAX_BLOBS = 20_000;
    static final long MAX_BYTES = 64L << 20;
    static final long MAX_BLOB_BYTES = 16L << 40;

    private final Map<Digest, Document> documents = new TreeMap<>();
    private final Map<Digest, Descriptor> blobs = new TreeMap<>();
    private final Map<Digest, Repository> places = new TreeMap<>();
    private final Map<Digest, Map<Digest, Descriptor>> listings = new TreeMap<>();
    private final Map<String, Document> legacy = new TreeMap<>();
    private final Set<Digest> foreign = new TreeSet<>();
    private final Set<String> leftBehind = new TreeSet<>();
    private final Set<String> missing = new TreeSet<>();
    private long bytes;
    private long blobBytes;

    boolean has(Digest digest) {
        return documents.containsKey(digest);
    }

    Document document(Digest digest) {
        Document document = documents.get(digest);
        if (document == null) {
            throw new IllegalArgumentException("no document " + digest + " was read");
        }
        return document;
    }

    /** Refuses, before they are read and held, documents that are more than may be added. */
    void expect(Collection<Descriptor> listed) throws MalformedImageException {
        int count = documents.size();
        long expected = bytes;
        for (Descriptor descriptor : listed) {
            // What is larger than a manifest may be is refused by itself, and unread.
            if (!has(descriptor.digest()) && descriptor.size() <= Manifest.MAX_BYTES) {
                count++;
                expected += descriptor.size();
            }
        }
        check(count, expected);
    }

    private static void check(int count, long bytes) throws MalformedImageException {
        if (count > MAX_DOCUMENTS || bytes > MAX_BYTES) {
            throw new MalformedImageException("an image with more than " + MAX_DOCUMENTS + " manifests or " + MAX_BYTES
                    + " bytes of them, its evidence included");
        }
    }

    /** Notes a document and the place where it and its blobs are. */
    void add(Document document, Repository place) throws MalformedImageException {
        if (documents.putIfAbsent(document.digest(), document) != null) {
            return;
        }
        bytes += document.bytes().length;
        check(documents.size(), bytes);
        for (Descriptor blob : document.blobs()) {
            if (MediaTypes.isForeign(blob.mediaType())) {
                foreign.add(blob.digest());
            } else {
                Descriptor known = blobs.putIfAbsent(blob.digest(), blob);
                places.putIfAbsent(blob.digest(), place);
                if (known != null && known.size() != blob.size()) {
                    throw new MalformedImageException(blob.digest() + ": listed twice with different sizes");
                }
                blobBytes += known == null ? Math.min(blob.size(), MAX_BLOB_BYTES + 1) : 0;
            }
        }
        if (blobs.size() > MAX_BLOBS || blobBytes > MAX_BLOB_BYTES) {
            throw new MalformedImageException("an image of more than " + MAX_BLOBS + " blobs or " + MAX_BLOB_BYTES
                    + " bytes, its evidence included");
        }
    }

    /** Notes a referrer, added before, under its subject. */
    void list(Digest subject, Document referrer) {
        listings.computeIfAbsent(subject, any -> new TreeMap<>()).put(referrer.digest(), referrer.listed());
    }

    /** Notes what a tag of old stands for; its document was added before. */
    void legacy(String tag, Document document) {
        legacy.put(tag, document);
    }

    /** Notes evidence that cannot be moved, and why. */
    void missing(String what) {
        missing.add(what);
    }

    /** Notes what stays because of what was asked for. */
    void leftBehind(String what) {
        leftBehind.add(what);
    }

    List<String> leftBehind() {
        return List.copyOf(leftBehind);
    }

    /** Blobs to be moved. A layer that is not to be distributed under one name and is under another is not among them. */
    List<Descriptor> blobs() {
        return blobs.values().stream()
                .filter(blob -> !foreign.contains(blob.digest()))
                .toList();
    }

    /** Where a blob is, by the first document that lists it. */
    Repository place(Descriptor blob) {
        return Objects.requireNonNull(places.get(blob.digest()), "a blob that no document lists");
    }

    Collection<Document> documents() {
        return documents.values();
    }

    /** The referrers, sorted by digest, of every subject that has some. */
    Map<Digest, List<Descriptor>> listings() {
        var sorted = new TreeMap<Digest, List<Descriptor>>();
        listings.forEach((subject, referrers) -> sorted.put(subject, List.copyOf(referrers.values())));
        return sorted;
    }

    /** What cosign attached before bundles, by its tag. */
    Map<String, Document> legacy() {
        return legacy;
    }

    List<Digest> foreignLayers() {
        return List.copyOf(foreign);
    }

    List<String> missing() {
        return List.copyOf(missing);
    }

    /** All documents such that one comes after every one that it lists, grouped into what may go side by side. */
    List<List<Document>> inOrder() {
        var heights = new TreeMap<Digest, Integer>();
        var levels = new TreeMap<Integer, List<Document>>();
        for (Document document : documents.values()) {
            levels.computeIfAbsent(height(document.digest(), heights), any -> new ArrayList<>())
                    .add(document);
        }
        return List.copyOf(levels.values());
    }

    /** Depth is bounded where documents are read, and a digest cannot be in what it is the digest of. */
    private int height(Digest digest, Map<Digest, Integer> heights) {
        Document document = documents.get(digest);
        if (document == null) {
            return 0;
        }
        Integer known = heights.get(digest);
        if (known != null) {
            return known;
        }
        int height = 0;
        for (Descriptor part : document.manifest().manifests()) {
            height = Math.max(height, 1 + height(part.digest(), heights));
        }
        heights.put(digest, height);
        return height;
    }
}
