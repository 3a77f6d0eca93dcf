package dev.attest.oci;

/** The media types of OCI 1.1 and of docker's schema 2 that attest reads or writes. */
public final class MediaTypes {
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String OCI_LAYER_TAR_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
    public static final String OCI_EMPTY = "application/vnd.oci.empty.v1+json";
    public static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private MediaTypes() {}

    /** Layers that are not to be distributed (OCI image-spec, layer.md; docker's foreign layers): never fetched. */
    public static boolean isForeign(String mediaType) {
        return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.v1.tar")
                || mediaType.startsWith("application/vnd.docker.image.rootfs.foreign.diff.tar");
    }

    public static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_INDEX);
    }

    public static boolean isManifest(String mediaType) {
        return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }
}
