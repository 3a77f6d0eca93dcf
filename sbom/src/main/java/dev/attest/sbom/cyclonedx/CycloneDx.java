package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Component;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.Sbom;
import dev.attest.sbom.document.Characters;
import dev.attest.sbom.document.DerivedUuid;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImagePurl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes CycloneDX 1.6 (ECMA-424). The same SBOM in the same context gives the same bytes: the serial number is a UUID of
 * version 5 over the image's digest and the document itself, and is the same in JSON and in XML.
 */
public final class CycloneDx {
    private CycloneDx() {}

    /** The document as a JSON value whose keys the writer sorts. */
    public static ObjectNode document(Sbom sbom, DocumentContext context) {
        String root = ImagePurl.of(context).toString();
        ObjectNode document = StrictJson.object();
        document.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        document.put("bomFormat", "CycloneDX");
        document.put("specVersion", "1.6");
        document.put("version", 1);
        document.set("metadata", Metadata.json(sbom, context));
        Optional<String> system = sbom.operatingSystem().map(CycloneDx::systemRef);
        ArrayNode components = document.putArray("components");
        sbom.operatingSystem().ifPresent(found -> components.add(ComponentJson.of(found, systemRef(found))));
        sbom.components().forEach(component -> components.add(ComponentJson.of(component)));
        addDependencies(document.putArray("dependencies"), sbom, root, system);
        document.set("compositions", Compositions.json(sbom, root));
        Characters.makeWellFormed(document);
        document.put(
                "serialNumber", "urn:uuid:" + DerivedUuid.of(context.subject().digest(), StrictJson.write(document)));
        return document;
    }

    /** The same document in XML, indented. */
    public static byte[] xml(Sbom sbom, DocumentContext context) {
        return CycloneDxXml.write(document(sbom, context));
    }

    private static void addDependencies(ArrayNode dependencies, Sbom sbom, String root, Optional<String> system) {
        var direct = new ArrayList<String>();
        system.ifPresent(direct::add);
        sbom.components().stream()
                .filter(component -> !component.contained())
                .map(Component::ref)
                .forEach(direct::add);
        add(dependencies, root, direct);
        system.ifPresent(ref -> add(dependencies, ref, List.of()));
        sbom.components().forEach(component -> add(dependencies, component.ref(), component.dependsOn()));
    }

    private static void add(ArrayNode dependencies, String ref, List<String> dependsOn) {
        ObjectNode dependency = dependencies.addObject().put("ref", ref);
        if (!dependsOn.isEmpty()) {
            ArrayNode refs = dependency.putArray("dependsOn");
            dependsOn.forEach(refs::add);
        }
    }

    private static String systemRef(OperatingSystem system) {
        return "attest:operating-system:" + system.distro();
    }
}
