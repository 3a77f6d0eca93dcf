package dev.attest.oci.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifest that makes an {@link Artifact} a referrer of a subject (OCI image-spec 1.1, manifest.md, "Guidelines for
 * Artifact Usage"). Equal artifacts of one subject have equal manifests.
 */
public final class ArtifactManifest {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Artifact artifact;
    private final byte[] bytes;
    private final Descriptor descriptor;

    private ArtifactManifest(Artifact artifact, byte[] bytes) {
        this.artifact = artifact;
        this.bytes = bytes;
        this.descriptor = new Descriptor(
                MediaTypes.OCI_MANIFEST,
                Digest.sha256(bytes),
                bytes.length,
                Optional.of(artifact.artifactType()),
                artifact.annotations(),
                Optional.empty());
    }

    public static ArtifactManifest of(Descriptor subject, Artifact artifact) {
        ObjectNode manifest = StrictJson.object();
        manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("artifactType", artifact.artifactType());
        manifest.set("config", DescriptorJson.writePlain(emptyConfig()));
        manifest.putArray("layers").add(DescriptorJson.writePlain(layer(artifact)));
        manifest.set("subject", DescriptorJson.writePlain(subject));
        if (!artifact.annotations().isEmpty()) {
            ObjectNode annotations = manifest.putObject("annotations");
            for (Map.Entry<String, String> entry : artifact.annotations().entrySet()) {
                annotations.put(entry.getKey(), entry.getValue());
            }
        }
        return new ArtifactManifest(artifact, StrictJson.write(manifest));
    }

    /** The manifests of all artifacts, in their order. */
    public static List<ArtifactManifest> all(Descriptor subject, List<Artifact> artifacts) {
        var manifests = new ArrayList<ArtifactManifest>();
        for (Artifact artifact : artifacts) {
            manifests.add(of(subject, artifact));
        }
        return List.copyOf(manifests);
    }

    /** The configuration of every artifact: {@code {}}. */
    public static Descriptor emptyConfig() {
        return new Descriptor(MediaTypes.OCI_EMPTY, Digest.sha256(EMPTY), EMPTY.length);
    }

    /** The bytes of {@link #emptyConfig()}. */
    public static byte[] emptyConfigBytes() {
        return EMPTY.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public byte[] layerBytes() {
        return artifact.layer();
    }

    public Descriptor layer() {
        return layer(artifact);
    }

    /** As listings hold it, with artifact type and annotations. */
    public Descriptor descriptor() {
        return descriptor;
    }

    private static Descriptor layer(Artifact artifact) {
        byte[] layer = artifact.layer();
        return new Descriptor(artifact.layerType(), Digest.sha256(layer), layer.length);
    }
}
