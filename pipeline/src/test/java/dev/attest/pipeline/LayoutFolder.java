package dev.attest.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A layout in the hands of somebody who may write to it. */
record LayoutFolder(Path folder) {
    /** What attaches a bundle to a subject: the manifest, the bundle and its annotated predicate type. */
    record Referrer(String digest, String subject, String bundle, String type) {}

    static LayoutFolder copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return new LayoutFolder(to);
    }

    Path blob(String digest) {
        return folder.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
    }

    List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("blobs/sha256"))) {
            return files.sorted().toList();
        }
    }

    ObjectNode json(String digest) throws Exception {
        return (ObjectNode) StrictJson.parse(Files.readAllBytes(blob(digest)));
    }

    ObjectNode index() throws Exception {
        return (ObjectNode) StrictJson.parse(Files.readAllBytes(folder.resolve("index.json")));
    }

    List<Referrer> referrers() throws Exception {
        var referrers = new ArrayList<Referrer>();
        for (JsonNode entry : index().get("manifests")) {
            String digest = entry.get("digest").textValue();
            ObjectNode manifest = json(digest);
            if (manifest.has("subject")) {
                referrers.add(new Referrer(
                        digest,
                        manifest.at("/subject/digest").textValue(),
                        manifest.at("/layers/0/digest").textValue(),
                        manifest.at("/annotations/dev.sigstore.bundle.predicateType")
                                .asText()));
            }
        }
        return List.copyOf(referrers);
    }

    /** The different bundles that are attached, in a fixed order. */
    List<String> bundles() throws Exception {
        return referrers().stream().map(Referrer::bundle).distinct().sorted().toList();
    }

    String typeOf(String bundle) throws Exception {
        return referrers().stream()
                .filter(one -> one.bundle().equals(bundle))
                .findFirst()
                .orElseThrow()
                .type();
    }

    /** Takes referrers off the list. */
    void remove(Predicate<Referrer> unwanted) throws Exception {
        List<String> gone =
                referrers().stream().filter(unwanted).map(Referrer::digest).toList();
        ObjectNode index = index();
        ArrayNode kept = StrictJson.object().arrayNode();
        index.get("manifests").forEach(entry -> {
            if (!gone.contains(entry.get("digest").textValue())) {
                kept.add(entry);
            }
        });
        index.set("manifests", kept);
        Files.write(folder.resolve("index.json"), StrictJson.write(index));
    }

    /** Stores a manifest and lists it. */
    void attach(ObjectNode manifest) throws Exception {
        byte[] bytes = StrictJson.write(manifest);
        String digest = store(bytes);
        ObjectNode index = index();
        index.withArray("manifests")
                .addObject()
                .put("mediaType", LayoutBuilder.MANIFEST)
                .put("digest", digest)
                .put("size", bytes.length);
        Files.write(folder.resolve("index.json"), StrictJson.write(index));
    }

    /** Puts a changed manifest in a referrer's place. */
    void change(Referrer referrer, UnaryOperator<ObjectNode> change) throws Exception {
        ObjectNode manifest = change.apply(json(referrer.digest()));
        remove(one -> one.digest().equals(referrer.digest()));
        attach(manifest);
    }

    /** Puts other bytes in a bundle's place wherever it is attached, with every digest and size as it should be. */
    void replaceBundle(String bundle, byte[] bytes) throws Exception {
        String digest = store(bytes);
        for (Referrer referrer : referrers()) {
            if (referrer.bundle().equals(bundle)) {
                change(referrer, manifest -> {
                    ((ObjectNode) manifest.at("/layers/0"))
                            .put("digest", digest)
                            .put("size", bytes.length);
                    return manifest;
                });
            }
        }
    }

    /** Makes a referrer of this layout a referrer of another subject here or in another layout. */
    void attachTo(LayoutFolder other, Referrer referrer, String subject) throws Exception {
        ObjectNode manifest = json(referrer.digest());
        ((ObjectNode) manifest.get("subject"))
                .put("digest", subject)
                .put("size", Files.size(other.blob(subject)))
                .put("mediaType", other.json(subject).get("mediaType").textValue());
        other.store(Files.readAllBytes(blob(referrer.bundle())));
        other.attach(manifest);
    }

    String store(byte[] bytes) throws IOException {
        String digest = LayoutBuilder.sha256(bytes);
        Files.write(blob(digest), bytes);
        return digest;
    }
}
