package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.sbom.document.Party;
import java.util.Map;
import java.util.Set;

/** Addresses as external references; what is no absolute URI stays behind for the properties. */
final class ReferencesJson {
    private static final Set<String> TYPES = Set.of(
            "vcs",
            "issue-tracker",
            "website",
            "advisories",
            "bom",
            "mailing-list",
            "social",
            "chat",
            "documentation",
            "support",
            "source-distribution",
            "distribution",
            "distribution-intake",
            "license",
            "build-meta",
            "build-system",
            "release-notes",
            "security-contact",
            "attestation",
            "other");

    private ReferencesJson() {}

    /** Adds them to a component that has any. */
    static void add(ObjectNode component, Map<String, String> references) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        references.forEach((type, url) -> {
            if (Party.isAddress(url)) {
                array.addObject()
                        .put("type", TYPES.contains(type) ? type : "other")
                        .put("url", url);
            }
        });
        if (!array.isEmpty()) {
            component.set("externalReferences", array);
        }
    }
}
