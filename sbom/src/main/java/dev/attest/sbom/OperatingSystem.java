package dev.attest.sbom;

/**
 * What os-release says the image's distribution is (os-release(5)). {@code id} and {@code versionId} are empty where the
 * file leaves them out, and so is {@code cpe}, its CPE 2.3 name; {@code path} is the file that was read.
 */
public record OperatingSystem(String id, String versionId, String prettyName, String path, String cpe) {
    /** Without a CPE name. */
    public OperatingSystem(String id, String versionId, String prettyName, String path) {
        this(id, versionId, prettyName, path, "");
    }

    /** The value of a purl's {@code distro} qualifier: {@code debian-12}, or the id alone for a rolling distribution. */
    public String distro() {
        return versionId.isEmpty() ? id : id + "-" + versionId;
    }
}
