package dev.attest.oci.layout;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import dev.attest.oci.content.ReferrersIndex;
import dev.attest.oci.content.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Reads an OCI image layout (OCI image-spec, image-layout.md): resolution, content and referrers. */
public final class LayoutReader {
    static final int MAX_INDEX_BYTES = 16 << 20;
    static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final Pattern EVIDENCE_TAG =
            Pattern.compile("(sha256-[0-9a-f]{64}|sha512-[0-9a-f]{128})(\\.(sig|att|sbom))?");
    private static final int MAX_MARKER_BYTES = 4096;
    private static final int MAX_VISITED = 10_000;
    private static final int NAMED_CHOICES = 10;

    private final LayoutFiles files;
    private final Map<Descriptor, Optional<Digest>> subjects = new ConcurrentHashMap<>();
    private final String name;

    /** {@code name} is how errors name the layout. */
    public LayoutReader(LayoutFiles files, String name) {
        this.files = files;
        this.name = name;
    }

    /** Finds what a tag, a digest or neither refers to. */
    public Descriptor resolve(Optional<String> tag, Optional<Digest> digest)
            throws IOException, MalformedImageException {
        List<Descriptor> entries = index().entries();
        Descriptor found = digest.isPresent()
                ? byDigest(entries, digest.get())
                : tag.isPresent() ? byTag(entries, tag.get()) : onlyImage(entries);
        manifest(found);
        return new Descriptor(found.mediaType(), found.digest(), found.size());
    }

    /** The verified bytes of a manifest or index. */
    public byte[] manifest(Descriptor descriptor) throws IOException, MalformedImageException {
        Content.checkBound(descriptor, Manifest.MAX_BYTES);
        return Content.checked(bounded(blobName(descriptor.digest()), Manifest.MAX_BYTES), descriptor);
    }

    /** A blob that is verified while it is read. */
    public InputStream blob(Descriptor descriptor) throws IOException, MalformedImageException {
        String blob = blobName(descriptor.digest());
        long size = files.size(blob);
        if (size != descriptor.size()) {
            throw new MalformedImageException(
                    descriptor.digest() + ": has " + size + " bytes, its descriptor says " + descriptor.size());
        }
        return new VerifyingInputStream(files.open(blob), descriptor);
    }

    /** A blob that is known by its digest alone, verified; empty when the layout has none. */
    public Optional<byte[]> find(Digest blob, int maxBytes) throws IOException, MalformedImageException {
        try {
            byte[] content = bounded(blobName(blob), maxBytes);
            Content.checkDigest(content, blob);
            return Optional.of(content);
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Every listed manifest whose subject this is, sorted by digest. */
    public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
        String fallbackTag = subject.toString().replace(':', '-');
        var referrers = new TreeMap<Digest, Descriptor>();
        for (Descriptor entry : index().entries()) {
            boolean isIndex = MediaTypes.isIndex(entry.mediaType());
            if (isIndex && fallbackTag.equals(entry.annotations().get(REF_NAME))) {
                // What tools that copy a registry's fallback tag leave in a layout.
                for (Descriptor listed : document(entry).manifests()) {
                    referrers.putIfAbsent(listed.digest(), listed);
                }
            } else if (isDocument(entry) && subjectOf(entry).equals(Optional.of(subject))) {
                referrers.put(entry.digest(), entry);
            }
        }
        return List.copyOf(referrers.values());
    }

    /** Everything that index.json lists. */
    public List<Descriptor> entries() throws IOException, MalformedImageException {
        return index().entries();
    }

    /** Refuses an index.json that no reader here would take, before it takes the place of one that can be read. */
    static void checkReadable(byte[] json, String layout) throws MalformedImageException {
        try {
            ReferrersIndex.parse(json, "index.json", MAX_INDEX_BYTES);
        } catch (MalformedImageException e) {
            throw new MalformedImageException(layout + ": there is no room for more in this layout, its "
                    + e.getMessage() + "; name another one");
        }
    }

    ReferrersIndex index() throws IOException, MalformedImageException {
        checkMarker();
        return ReferrersIndex.parse(marking("index.json", MAX_INDEX_BYTES), "index.json", MAX_INDEX_BYTES);
    }

    static String blobName(Digest digest) {
        return "blobs/" + digest.algorithm().id() + "/" + digest.hex();
    }

    private void checkMarker() throws IOException, MalformedImageException {
        try {
            JsonObject marker = StrictJson.parseObject(marking("oci-layout", MAX_MARKER_BYTES), "oci-layout");
            if (!marker.text("imageLayoutVersion").equals("1.0.0")) {
                throw new MalformedImageException(name + ": oci-layout names a version that is not 1.0.0");
            }
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(name + ": " + e.getMessage());
        }
    }

    private byte[] bounded(String file, int maxBytes) throws IOException, MalformedImageException {
        try (InputStream in = files.open(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new MalformedImageException(name + ": " + file + " has more than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }

    /** A file that makes a folder or an archive a layout; one without it is malformed, not away. */
    private byte[] marking(String file, int maxBytes) throws IOException, MalformedImageException {
        try {
            return bounded(file, maxBytes);
        } catch (NotFoundException e) {
            throw new MalformedImageException(name + ": not an image layout, it has no " + file);
        }
    }

    private Descriptor byTag(List<Descriptor> entries, String tag) throws NotFoundException, MalformedImageException {
        Descriptor found = null;
        for (Descriptor entry : entries) {
            if (tag.equals(entry.annotations().get(REF_NAME))) {
                if (found != null && !found.digest().equals(entry.digest())) {
                    throw new MalformedImageException(name + ": the tag " + tag + " stands for more than one digest");
                }
                found = entry;
            }
        }
        if (found == null) {
            throw new NotFoundException(name + ": the layout has no tag " + tag);
        }
        return found;
    }

    private Descriptor byDigest(List<Descriptor> entries, Digest digest) throws IOException, MalformedImageException {
        var waiting = new ArrayDeque<Descriptor>(entries);
        var seen = new HashSet<Digest>();
        while (!waiting.isEmpty()) {
            Descriptor next = waiting.remove();
            if (next.digest().equals(digest)) {
                return next;
            }
            if (MediaTypes.isIndex(next.mediaType()) && seen.add(next.digest())) {
                if (seen.size() > MAX_VISITED) {
                    throw new MalformedImageException(name + ": more than " + MAX_VISITED + " indexes");
                }
                waiting.addAll(document(next).manifests());
            }
        }
        throw new NotFoundException(name + ": the layout has no " + digest);
    }

    private Descriptor onlyImage(List<Descriptor> entries) throws IOException, MalformedImageException {
        var roots = new TreeMap<Digest, Descriptor>();
        Set<Digest> parts = new HashSet<>();
        for (Descriptor entry : entries) {
            if (isDocument(entry)) {
                Manifest document = document(entry);
                document.manifests().forEach(part -> parts.add(part.digest()));
                if (document.subject().isEmpty() && !isEvidenceTag(entry)) {
                    roots.putIfAbsent(entry.digest(), entry);
                }
            }
        }
        // Some tools list an index and its platforms side by side.
        roots.keySet().removeAll(parts);
        if (roots.isEmpty()) {
            throw new NotFoundException(name + ": the layout lists no image");
        }
        if (roots.size() > 1) {
            throw new NotFoundException(name + ": the layout holds " + roots.size() + " images; name one of them: "
                    + choices(roots.values().stream().limit(NAMED_CHOICES).toList()));
        }
        return roots.firstEntry().getValue();
    }

    private static String choices(List<Descriptor> roots) {
        return String.join(
                ", ",
                roots.stream()
                        .map(root -> Optional.ofNullable(root.annotations().get(REF_NAME))
                                .filter(tag -> tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"))
                                .map(tag -> ":" + tag)
                                .orElse("@" + root.digest()))
                        .toList());
    }

    private Manifest document(Descriptor descriptor) throws IOException, MalformedImageException {
        return Manifest.parse(manifest(descriptor), descriptor);
    }

    /** What lies under such a tag is about an image and is none: a registry's fallback tag, cosign's tags of old. */
    private static boolean isEvidenceTag(Descriptor entry) {
        return EVIDENCE_TAG
                .matcher(entry.annotations().getOrDefault(REF_NAME, ""))
                .matches();
    }

    private static boolean isDocument(Descriptor entry) {
        return MediaTypes.isIndex(entry.mediaType()) || MediaTypes.isManifest(entry.mediaType());
    }

    /** Read once for each entry: whoever asks for the referrers of all that is listed asks for this again and again. */
    private Optional<Digest> subjectOf(Descriptor entry) throws IOException, MalformedImageException {
        var plain = new Descriptor(entry.mediaType(), entry.digest(), entry.size());
        Optional<Digest> known = subjects.get(plain);
        if (known == null) {
            known = document(entry).subject().map(Descriptor::digest);
            subjects.put(plain, known);
        }
        return known;
    }
}
