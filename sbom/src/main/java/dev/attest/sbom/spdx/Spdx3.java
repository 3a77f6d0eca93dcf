package dev.attest.sbom.spdx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Sbom;
import dev.attest.sbom.document.Characters;
import dev.attest.sbom.document.DerivedUuid;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImagePurl;
import dev.attest.sbom.document.RecordedDependencies;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes SPDX 3.0.1 as JSON-LD: profiles core, software and simple licensing. Identifiers begin with the document's, a
 * UUID of version 5 over the image's digest and its SPDX 2.3 document, so that the same SBOM has the same bytes.
 */
public final class Spdx3 {
    private final Sbom sbom;
    private final DocumentContext context;
    private final Elements elements;

    private Spdx3(Sbom sbom, DocumentContext context) {
        this.sbom = sbom;
        this.context = context;
        byte[] content = StrictJson.write(Spdx2.document(sbom, context));
        this.elements = new Elements(
                "urn:uuid:" + DerivedUuid.of(context.subject().digest(), content) + "#", context.timestamp());
    }

    /** The document as a JSON value whose keys the writer sorts. */
    public static ObjectNode document(Sbom sbom, DocumentContext context) {
        return new Spdx3(sbom, context).write();
    }

    private ObjectNode write() {
        String tool = elements.tool(context.toolVersion());
        String author = context.origin().author().map(elements::organization).orElseGet(elements::program);
        elements.creation(author, tool);
        var packages = new Packages3(elements, context);
        String image = packages.image();
        var roots = new LinkedHashMap<Component, String>();
        sbom.components().forEach(component -> roots.put(component, packages.of(component)));
        var contents = new java.util.ArrayList<String>();
        sbom.operatingSystem().ifPresent(system -> contents.add(packages.of(system)));
        roots.forEach((component, id) -> {
            if (!component.contained()) {
                contents.add(id);
            }
        });
        elements.relate(image, "contains", contents, sbom.isComplete() ? "complete" : "incomplete");
        addDependencies(roots);
        addGaps(image);
        String bom = elements.id("Sbom");
        String name = Characters.line(ImagePurl.shortName(context.subject().name()));
        ObjectNode whole = elements.add("software_Sbom", bom);
        whole.putArray("software_sbomType").add("analyzed");
        whole.putArray("rootElement").add(image);
        List<String> all = elements.ids();
        all.stream().filter(id -> !id.equals(bom)).forEach(whole.withArray("element")::add);
        ObjectNode document =
                elements.add("SpdxDocument", elements.id("Document")).put("name", name);
        document.putArray("rootElement").add(bom);
        all.forEach(document.withArray("element")::add);
        ArrayNode profiles = document.putArray("profileConformance");
        List.of("core", "software", "simpleLicensing").forEach(profiles::add);
        document.put("dataLicense", elements.expression("CC0-1.0", Map.of()));
        ObjectNode json = elements.json();
        Characters.makeWellFormed(json);
        return json;
    }

    private void addDependencies(Map<Component, String> ids) {
        var byRef = new HashMap<String, Component>();
        ids.keySet().forEach(component -> byRef.put(component.ref(), component));
        var recorded = new RecordedDependencies(sbom);
        ids.forEach((component, id) -> {
            List<Component> needed = component.dependsOn().stream()
                    .filter(byRef::containsKey)
                    .map(byRef::get)
                    .toList();
            elements.relate(id, "contains", idsOf(needed, true, ids), "noAssertion");
            boolean complete = recorded.areComplete(component);
            elements.relate(id, "dependsOn", idsOf(needed, false, ids), complete ? "complete" : "noAssertion");
        });
    }

    private static List<String> idsOf(List<Component> needed, boolean contained, Map<Component, String> ids) {
        return needed.stream()
                .filter(component -> component.contained() == contained)
                .map(component -> ids.getOrDefault(component, ""))
                .toList();
    }

    private void addGaps(String image) {
        for (Gap gap : sbom.gaps()) {
            String text = gap.kind().id() + ": " + gap.subject() + ": " + gap.detail();
            elements.add("Annotation", elements.id("Gap-" + ElementIds.hash(text)))
                    .put("annotationType", "other")
                    .put("subject", image)
                    .put("statement", text);
        }
    }
}
