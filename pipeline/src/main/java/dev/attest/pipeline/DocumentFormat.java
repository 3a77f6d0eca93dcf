package dev.attest.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** The forms in which an SBOM can be written, by the names of the command line. */
public enum DocumentFormat {
    CYCLONEDX_JSON("cyclonedx-json"),
    CYCLONEDX_XML("cyclonedx-xml"),
    SPDX_JSON("spdx-json"),
    SPDX_TAG("spdx-tag"),
    SPDX3_JSON("spdx3-json"),
    /** Aligned columns for people. */
    TABLE("table");

    private final String id;

    DocumentFormat(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The format with this name. */
    public static Optional<DocumentFormat> named(String id) {
        return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
    }
}
