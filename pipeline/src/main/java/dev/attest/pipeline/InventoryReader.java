package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Finds everything that belongs to an image: nested indexes, at most {@value #MAX_DEPTH} deep, and all referrers, of
 * referrers too, at most {@value #MAX_REFERRER_DEPTH} deep; on the way what the tags of old hold. Referrers and tags are
 * those of the place for evidence alone. A listed referrer that is not there, or not what was listed, is noted; that a place cannot be asked is an error.
 */
final class InventoryReader {
    static final int MAX_DEPTH = 8;
    static final int MAX_REFERRER_DEPTH = 4;

    private final Places source;
    private final ExecutorService executor;
    private final Set<String> leftOut;
    private final Inventory inventory = new Inventory();

    /** {@code leftOut} are artifact types of referrers that stay where they are. */
    InventoryReader(Places source, ExecutorService executor, Set<String> leftOut) {
        this.source = source;
        this.executor = executor;
        this.leftOut = Set.copyOf(leftOut);
    }

    Inventory read(Reference image, Descriptor root) throws IOException, MalformedImageException {
        walk(List.of(root), source.image());
        List<Digest> subjects =
                inventory.documents().stream().map(Document::digest).toList();
        for (int depth = 0; !subjects.isEmpty(); depth++) {
            Map<Digest, List<Descriptor>> found = listings(subjects);
            if (depth == MAX_REFERRER_DEPTH && !found.isEmpty()) {
                throw new MalformedImageException("referrers of referrers more than " + MAX_REFERRER_DEPTH
                        + " deep, under " + found.keySet().iterator().next());
            }
            if (depth == 0) {
                legacy(image, subjects);
            }
            subjects = referrers(found);
        }
        return inventory;
    }

    /** Reads documents and all that they list. */
    private void walk(Collection<Descriptor> roots, Repository place) throws IOException, MalformedImageException {
        Map<Digest, Descriptor> level = new TreeMap<>();
        roots.forEach(root -> level.putIfAbsent(root.digest(), root));
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > MAX_DEPTH) {
                throw new MalformedImageException("indexes are nested deeper than " + MAX_DEPTH);
            }
            inventory.expect(level.values());
            var tasks = new ArrayList<Callable<Document>>();
            level.values().forEach(descriptor -> tasks.add(() -> Document.read(place, descriptor)));
            level.clear();
            for (Document document : Parallel.all(executor, tasks)) {
                inventory.add(document, place);
                for (Descriptor part : document.manifest().manifests()) {
                    checkListed(part, document);
                    if (!inventory.has(part.digest())) {
                        level.putIfAbsent(part.digest(), part);
                    } else if (inventory.document(part.digest()).descriptor().size() != part.size()) {
                        throw new MalformedImageException(part.digest() + ": listed twice with different sizes");
                    }
                }
            }
        }
    }

    private static void checkListed(Descriptor part, Document index) throws MalformedImageException {
        if (!MediaTypes.isIndex(part.mediaType()) && !MediaTypes.isManifest(part.mediaType())) {
            throw new MalformedImageException(part.digest() + ", listed by " + index.digest()
                    + ": neither a manifest nor an index by its media type");
        }
    }

    private Map<Digest, List<Descriptor>> listings(List<Digest> subjects) throws IOException, MalformedImageException {
        var tasks = new ArrayList<Callable<List<Descriptor>>>();
        subjects.forEach(subject -> tasks.add(() -> source.evidence().referrers(subject)));
        List<List<Descriptor>> answers = Parallel.all(executor, tasks);
        var found = new LinkedHashMap<Digest, List<Descriptor>>();
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).isEmpty()) {
                found.put(subjects.get(i), answers.get(i));
            }
        }
        return found;
    }

    /** Reads what was listed and returns what may have referrers of its own. */
    private List<Digest> referrers(Map<Digest, List<Descriptor>> found) throws IOException, MalformedImageException {
        var tasks = new ArrayList<Callable<Optional<Document>>>();
        var subjects = new ArrayList<Digest>();
        for (Map.Entry<Digest, List<Descriptor>> entry : found.entrySet()) {
            for (Descriptor listed : entry.getValue()) {
                subjects.add(entry.getKey());
                tasks.add(() -> referrer(entry.getKey(), listed));
            }
        }
        if (tasks.size() > Inventory.MAX_DOCUMENTS) {
            throw new MalformedImageException(
                    tasks.size() + " referrers, at most " + Inventory.MAX_DOCUMENTS + " are moved");
        }
        Map<Digest, Descriptor> distinct = new TreeMap<>();
        found.values().forEach(listed -> listed.forEach(one -> distinct.putIfAbsent(one.digest(), one)));
        inventory.expect(distinct.values());
        Set<Digest> before = digests();
        List<Optional<Document>> answers = Parallel.all(executor, tasks);
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).isPresent()) {
                Document referrer = answers.get(i).get();
                inventory.add(referrer, source.evidence());
                for (Descriptor part : referrer.manifest().manifests()) {
                    checkListed(part, referrer);
                }
                walk(referrer.manifest().manifests(), source.evidence());
                inventory.list(subjects.get(i), referrer);
            }
        }
        Set<Digest> next = digests();
        next.removeAll(before);
        return List.copyOf(next);
    }

    private Set<Digest> digests() {
        var digests = new TreeSet<Digest>();
        inventory.documents().forEach(document -> digests.add(document.digest()));
        return digests;
    }

    private Optional<Document> referrer(Digest subject, Descriptor listed) throws IOException {
        String what = "referrer " + listed.digest() + " of " + subject + ": ";
        try {
            Document referrer = Document.read(source.evidence(), listed);
            String type = referrer.listed().artifactType().orElse("");
            if (leftOut.contains(type)) {
                synchronized (inventory) {
                    inventory.leftBehind(type + " " + listed.digest() + ", attached to " + subject);
                }
                return Optional.empty();
            }
            Optional<Digest> actual = referrer.manifest().subject().map(Descriptor::digest);
            if (actual.equals(Optional.of(subject))) {
                return Optional.of(referrer);
            }
            note(what + "it is attached to " + actual.map(Digest::toString).orElse("nothing"));
        } catch (MalformedImageException e) {
            note(what + e.getMessage());
        } catch (NotFoundException e) {
            note(what + "listed, but not there");
        }
        return Optional.empty();
    }

    private void note(String missing) {
        synchronized (inventory) {
            inventory.missing(missing);
        }
    }

    private void legacy(Reference image, List<Digest> subjects) throws IOException, MalformedImageException {
        var tasks = new ArrayList<Callable<Optional<Document>>>();
        var tags = new ArrayList<String>();
        for (Digest subject : subjects) {
            for (String tag : legacyTags(subject)) {
                Optional<Reference> reference = source.tagged(image, tag);
                if (reference.isPresent()) {
                    tags.add(tag);
                    tasks.add(() -> tagged(reference.get()));
                }
            }
        }
        List<Optional<Document>> answers = Parallel.all(executor, tasks);
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).filter(document -> document.manifest().isIndex()).isPresent()) {
                note("the tag " + tags.get(i) + " stands for an index, which is no evidence that is known");
            } else if (answers.get(i).isPresent()) {
                Document document = answers.get(i).get();
                inventory.add(document, source.evidence());
                inventory.legacy(tags.get(i), document);
            }
        }
    }

    /** The names under which cosign kept what is about a manifest before there were referrers. */
    static List<String> legacyTags(Digest subject) {
        String name = subject.algorithm().id() + "-" + subject.hex();
        return List.of(name + ".sig", name + ".att", name + ".sbom");
    }

    private Optional<Document> tagged(Reference reference) throws IOException, MalformedImageException {
        try {
            return Optional.of(
                    Document.read(source.evidence(), source.evidence().resolve(reference)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }
}
