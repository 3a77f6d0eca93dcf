package dev.attest.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** The forms in which what is known of an image can be written, by the names of the command line. */
public enum DocumentFormat {
    CYCLONEDX_JSON("cyclonedx-json"),
    CYCLONEDX_XML("cyclonedx-xml"),
    SPDX_JSON("spdx-json"),
    SPDX_TAG("spdx-tag"),
    SPDX3_JSON("spdx3-json"),
    /** Aligned columns for people. */
    TABLE("table"),
    /** Image facts as the SCAI predicate that is signed. */
    FACTS_JSON("facts-json"),
    /** Image facts for people. */
    FACTS_TABLE("facts-table");

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
