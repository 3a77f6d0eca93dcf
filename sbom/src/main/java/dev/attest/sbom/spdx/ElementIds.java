package dev.attest.sbom.spdx;

import dev.attest.oci.Digest;
import dev.attest.sbom.Component;
import dev.attest.sbom.document.ComponentNames;
import java.nio.charset.StandardCharsets;

/** Identifiers of elements inside a document: letters, digits, dots and hyphens (SPDX 2.3, 3.2). */
final class ElementIds {
    static final String IMAGE = "Image";
    static final String SYSTEM = "OperatingSystem";
    private static final int MAX_NAME = 60;

    private ElementIds() {}

    /** Ecosystem and name for people, a piece of a hash of the reference to be unique. */
    static String of(Component component) {
        String name = (ComponentNames.ecosystem(component.identity()) + "-"
                        + component.identity().name())
                .replaceAll("[^A-Za-z0-9.]+", "-")
                .replaceAll("-+$", "");
        return "Package-" + name.substring(0, Math.min(MAX_NAME, name.length())) + "-" + hash(component.ref());
    }

    static String hash(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }
}
