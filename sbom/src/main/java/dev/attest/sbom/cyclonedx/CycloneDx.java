package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.ImageConfig;
import dev.attest.sbom.Component;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.Sbom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes CycloneDX 1.6 JSON (ECMA-424). The same SBOM in the same context gives the same bytes: the serial number is a
 * UUID of version 5 over the image's digest and the document itself.
 */
public final class CycloneDx {
    private CycloneDx() {}

    /** The document as a value whose keys the writer sorts. */
    public static ObjectNode document(Sbom sbom, List<Digest> diffIds, DocumentContext context) {
        String root = ImagePurl.of(context).toString();
        ObjectNode document = StrictJson.object();
        document.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        document.put("bomFormat", "CycloneDX");
        document.put("specVersion", "1.6");
        document.put("version", 1);
        document.set("metadata", Metadata.json(sbom, diffIds, context));
        Optional<String> system = sbom.operatingSystem().map(CycloneDx::systemRef);
        ArrayNode components = document.putArray("components");
        sbom.operatingSystem().ifPresent(found -> components.add(ComponentJson.of(found, systemRef(found))));
        sbom.components().forEach(component -> components.add(ComponentJson.of(component)));
        addDependencies(document.putArray("dependencies"), sbom, root, system);
        document.putArray("compositions")
                .addObject()
                .put("aggregate", sbom.isComplete() ? "complete" : "incomplete")
                .putArray("assemblies")
                .add(root);
        document.put("serialNumber", SerialNumber.of(context.imageDigest(), StrictJson.write(document)));
        return document;
    }

    /** The document's compact bytes. */
    public static byte[] write(Sbom sbom, ImageConfig config, DocumentContext context) {
        return StrictJson.write(document(sbom, config.diffIds(), context));
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
