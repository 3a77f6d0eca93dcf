package dev.attest.oci.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.DescriptorJson;
import dev.attest.oci.content.SpelledNames;
import dev.attest.oci.content.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code docker save} writes. Such an archive has no manifest and so no digest: one is made of its configuration and
 * layers as they lie there, always the same for the same files. A file is hashed once, however often it is named; one
 * that lies at the path of a digest ({@code blobs/sha256/…}) is checked against that when it is read.
 */
final class DockerArchive implements Repository {
    private static final int MAX_INDEX = 4 << 20;
    private static final int MAX_LAYERS = 1000;
    private static final Pattern BLOB = Pattern.compile("blobs/sha256/[0-9a-f]{64}");

    private final TarFiles files;
    private final String name;
    private final Map<Digest, String> blobs = new HashMap<>();
    private final Map<Long, Digest> hashed = new HashMap<>();
    private final byte[] manifest;
    private final Descriptor root;

    DockerArchive(TarFiles files, String name) throws IOException, MalformedImageException {
        this.files = files;
        this.name = name;
        try {
            JsonObject image = image();
            ObjectNode document = StrictJson.object();
            document.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
            Descriptor config = describe(image.text("Config"), MediaTypes.OCI_CONFIG);
            document.set("config", DescriptorJson.writePlain(config));
            List<String> layers = image.texts("Layers");
            if (layers.size() > MAX_LAYERS) {
                throw new MalformedImageException(name + ": more than " + MAX_LAYERS + " layers");
            }
            ArrayNode list = document.putArray("layers");
            var digests = new ArrayList<Digest>();
            for (String layer : layers) {
                Descriptor descriptor = describe(layer, layerType(layer));
                list.add(DescriptorJson.writePlain(descriptor));
                digests.add(descriptor.digest());
            }
            new SavedLayout(files, name).check(config.digest(), digests);
            this.manifest = StrictJson.write(document);
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(name + ": " + e.getMessage());
        }
        this.root = new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(manifest), manifest.length);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Descriptor resolve(Reference reference) {
        return root;
    }

    @Override
    public byte[] manifest(Descriptor descriptor) throws IOException, MalformedImageException {
        if (!descriptor.digest().equals(root.digest())) {
            throw new NotFoundException(name + ": the archive has no " + descriptor.digest());
        }
        return Content.checked(manifest.clone(), descriptor);
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException {
        String file = blobs.get(descriptor.digest());
        if (file == null) {
            throw new NotFoundException(name + ": the archive has no " + descriptor.digest());
        }
        return new VerifyingInputStream(files.open(file), descriptor);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return List.of();
    }

    @Override
    public List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts) throws IOException {
        throw Archives.readOnly(name);
    }

    @Override
    public void checkWritable() throws IOException {
        throw Archives.readOnly(name);
    }

    @Override
    public Optional<byte[]> find(Digest blob, int maxBytes) {
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private JsonObject image() throws IOException, MalformedImageException, MalformedJsonException {
        byte[] text;
        try (InputStream in = files.open("manifest.json")) {
            text = in.readNBytes(MAX_INDEX + 1);
        }
        JsonNode list;
        try {
            list = StrictJson.parse(text, MAX_INDEX);
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(name + ": manifest.json: " + e.getMessage());
        }
        if (!list.isArray() || list.size() != 1) {
            throw new MalformedImageException(name + ": expected one image in the archive's manifest.json, it lists "
                    + (list.isArray() ? list.size() : "none") + "; save each image to an archive of its own");
        }
        JsonObject image = JsonObject.of(list.get(0), "manifest.json[0]");
        SpelledNames.check(image, "Config", "RepoTags", "Layers");
        return image;
    }

    private String layerType(String file) throws IOException {
        try (InputStream in = files.open(file)) {
            String magic = HexFormat.of().formatHex(in.readNBytes(4));
            return magic.startsWith("1f8b")
                    ? MediaTypes.OCI_LAYER_TAR_GZIP
                    : "application/vnd.oci.image.layer.v1.tar" + (magic.equals("28b52ffd") ? "+zstd" : "");
        }
    }

    private Descriptor describe(String file, String mediaType) throws IOException {
        Optional<Digest> named = named(file);
        Digest digest = named.isPresent() ? named.get() : hash(file);
        blobs.put(digest, file);
        return new Descriptor(mediaType, digest, files.size(file));
    }

    private static Optional<Digest> named(String file) {
        if (!BLOB.matcher(file).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Digest(Digest.Algorithm.SHA256, file.substring(file.length() - 64)));
    }

    private Digest hash(String file) throws IOException {
        Digest known = hashed.get(files.offset(file));
        if (known != null) {
            return known;
        }
        MessageDigest computation = Digest.Algorithm.SHA256.newDigest();
        byte[] buffer = new byte[1 << 17];
        try (InputStream in = files.open(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                computation.update(buffer, 0, read);
            }
        }
        Digest digest = Digest.of(Digest.Algorithm.SHA256, computation);
        hashed.put(files.offset(file), digest);
        return digest;
    }
}
