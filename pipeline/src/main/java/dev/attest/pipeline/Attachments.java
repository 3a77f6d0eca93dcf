package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Finds all that is attached to manifests: referrers, referrers of those to a depth of {@value #MAX_DEPTH}, and what
 * cosign keeps under legacy tags. At most {@value #MAX_COUNT} things are listed, of their claims
 * {@value #MAX_CLAIM} characters each. That a listing fails is an error; what
 * cannot be read of one thing is said of that thing.
 */
public final class Attachments {
    static final int MAX_DEPTH = 3;
    static final int MAX_COUNT = 2_000;
    static final int MAX_CLAIM = 1_000;

    private static final List<String> LEGACY = List.of("sig", "att", "sbom");

    private final Places places;
    private final Repository repository;
    private final ExecutorService executor;

    /** The executor must not be the one that {@link #find} itself runs on. */
    public Attachments(Places places, ExecutorService executor) {
        this.places = places;
        this.repository = places.evidence();
        this.executor = executor;
    }

    /** What is attached to each of the subjects, sorted by digest, legacy tags last. */
    public Map<Digest, List<Attachment>> find(Reference image, List<Digest> subjects)
            throws IOException, MalformedImageException {
        Map<Digest, List<Attachment>> found = referrers(subjects, 1);
        tagged(image, subjects).forEach((subject, attached) -> found.merge(subject, attached, Attachments::joined));
        return found;
    }

    private Map<Digest, List<Attachment>> referrers(List<Digest> subjects, int depth)
            throws IOException, MalformedImageException {
        var listings = new ArrayList<Callable<List<Descriptor>>>();
        subjects.forEach(subject -> listings.add(() -> repository.referrers(subject)));
        List<List<Descriptor>> listed = Parallel.all(executor, listings);

        var distinct = new TreeMap<Digest, Descriptor>();
        listed.forEach(listing -> listing.forEach(entry -> distinct.putIfAbsent(entry.digest(), entry)));
        if (distinct.size() > MAX_COUNT) {
            throw new IOException(distinct.size() + " things are attached to this image, at most " + MAX_COUNT
                    + " are listed; remove what does not belong there");
        }
        Map<Digest, Attachment> read = read(List.copyOf(distinct.values()));
        Map<Digest, List<Attachment>> below =
                depth == MAX_DEPTH || read.isEmpty() ? Map.of() : referrers(List.copyOf(read.keySet()), depth + 1);

        var found = new HashMap<Digest, List<Attachment>>();
        for (int i = 0; i < subjects.size(); i++) {
            var attached = new ArrayList<Attachment>();
            for (Descriptor entry : listed.get(i)) {
                Attachment one = read.get(entry.digest());
                if (one != null) {
                    attached.add(one.with(below.getOrDefault(entry.digest(), List.of())));
                }
            }
            found.put(subjects.get(i), attached);
        }
        return found;
    }

    private Map<Digest, Attachment> read(List<Descriptor> listed) throws IOException, MalformedImageException {
        var reads = new ArrayList<Callable<Attachment>>();
        listed.forEach(entry -> reads.add(() -> read(entry, Optional.empty())));
        var read = new TreeMap<Digest, Attachment>();
        for (Attachment one : Parallel.all(executor, reads)) {
            read.put(one.digest(), one);
        }
        return read;
    }

    private Map<Digest, List<Attachment>> tagged(Reference image, List<Digest> subjects)
            throws IOException, MalformedImageException {
        var lookups = new ArrayList<Callable<Optional<Attachment>>>();
        for (Digest subject : subjects) {
            LEGACY.forEach(kind -> lookups.add(() -> tagged(image, subject, kind)));
        }
        List<Optional<Attachment>> answers = Parallel.all(executor, lookups);
        var found = new HashMap<Digest, List<Attachment>>();
        for (int i = 0; i < answers.size(); i++) {
            Digest subject = subjects.get(i / LEGACY.size());
            answers.get(i).ifPresent(one -> found.merge(subject, List.of(one), Attachments::joined));
        }
        return found;
    }

    private Optional<Attachment> tagged(Reference image, Digest subject, String kind) throws IOException {
        String tag = subject.algorithm().id() + "-" + subject.hex() + "." + kind;
        Optional<Reference> reference = places.tagged(image, tag);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(repository.resolve(reference.get()), Optional.of(tag)));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (MalformedImageException e) {
            // There is no digest to show it by, but it must not look as if there was nothing.
            throw new IOException(reference.get() + ": " + e.getMessage(), e);
        }
    }

    private Attachment read(Descriptor listed, Optional<String> tag) throws IOException {
        try {
            if (!MediaTypes.isManifest(listed.mediaType())) {
                return unread(listed, tag, "not an image manifest");
            }
            Manifest manifest = Manifest.parse(repository.manifest(listed), listed);
            long size = 0;
            for (Descriptor layer : manifest.layers()) {
                size += Math.min(layer.size(), Long.MAX_VALUE - size);
            }
            return new Attachment(listed, claims(manifest), size, tag, Optional.empty(), List.of());
        } catch (MalformedImageException | NotFoundException e) {
            return unread(listed, tag, String.valueOf(e.getMessage()));
        }
    }

    private static Attachment unread(Descriptor listed, Optional<String> tag, String problem) {
        String type = listed.artifactType().orElse(listed.mediaType());
        var claims = new Attachment.Claims(type, Optional.empty(), Optional.empty());
        return new Attachment(listed, claims, 0, tag, Optional.of(problem), List.of());
    }

    /** The artifact type as image-spec reads it: that of the manifest, else its configuration's media type. */
    private static Attachment.Claims claims(Manifest manifest) {
        String type = manifest.artifactType()
                .orElseGet(() -> manifest.config().map(Descriptor::mediaType).orElse(""));
        if (type.equals(MediaTypes.OCI_EMPTY) && !manifest.layers().isEmpty()) {
            type = manifest.layers().get(0).mediaType();
        }
        Map<String, String> annotations = manifest.annotations();
        return new Attachment.Claims(
                shown(type),
                Optional.ofNullable(annotations.get("dev.sigstore.bundle.predicateType"))
                        .map(Attachments::shown),
                Optional.ofNullable(annotations.get("org.opencontainers.image.created"))
                        .map(Attachments::shown));
    }

    /** Thousands are held at once, and each could bring a claim of megabytes. */
    private static String shown(String claim) {
        return claim.length() <= MAX_CLAIM ? claim : claim.substring(0, MAX_CLAIM) + "…";
    }

    private static List<Attachment> joined(List<Attachment> one, List<Attachment> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
