package dev.attest.oci;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something to be attached to an image as a referrer: a manifest with an empty config and one layer (OCI image-spec 1.1,
 * "Guidelines for Artifact Usage"). The layer's media type is also the artifact type where no other is named.
 */
public final class Artifact {
    private final String artifactType;
    private final String layerType;
    private final byte[] layer;
    private final Map<String, String> annotations;

    public Artifact(String artifactType, byte[] layer, Map<String, String> annotations) {
        this(artifactType, artifactType, layer, annotations);
    }

    public Artifact(String artifactType, String layerType, byte[] layer, Map<String, String> annotations) {
        this.artifactType = artifactType;
        this.layerType = layerType;
        this.layer = layer.clone();
        this.annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    public String artifactType() {
        return artifactType;
    }

    /** The layer's media type. */
    public String layerType() {
        return layerType;
    }

    public byte[] layer() {
        return layer.clone();
    }

    /** Annotations of the manifest, copied into the descriptor that lists the referrer. */
    public Map<String, String> annotations() {
        return annotations;
    }
}
