package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Component;
import java.util.Set;

/** Where a component was seen, and by what kind of look at it its name is known. */
final class EvidenceJson {
    /** Catalogers that read programs; all others read what a package manager or a builder wrote about them. */
    private static final Set<String> OF_PROGRAMS =
            Set.of("go-program", "rust-program", "known-program", "native-image", "elf-note");

    private EvidenceJson() {}

    static ObjectNode of(Component component) {
        ObjectNode evidence = StrictJson.object();
        String cataloger = component.evidence().cataloger();
        String name = cataloger.substring(0, Math.max(0, cataloger.indexOf('/')));
        boolean program = OF_PROGRAMS.contains(name);
        ObjectNode identity = evidence.putArray("identity").addObject();
        identity.put("field", component.identity().purl().isPresent() ? "purl" : "name");
        identity.putArray("methods")
                .addObject()
                .put("technique", program ? "binary-analysis" : "manifest-analysis")
                .put("confidence", 1);
        identity.put("confidence", 1);
        ArrayNode occurrences = evidence.putArray("occurrences");
        component.evidence().paths().forEach(path -> occurrences.addObject().put("location", path));
        return evidence;
    }
}
