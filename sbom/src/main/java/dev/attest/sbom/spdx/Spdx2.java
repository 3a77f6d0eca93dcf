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
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes SPDX 2.3 (ISO/IEC 5962's successor), packages without a section of files. The same SBOM in the same context
 * gives the same bytes: the document's namespace ends with a UUID of version 5 over the image's digest and the document.
 */
public final class Spdx2 {
    private static final String DOCUMENT = "SPDXRef-DOCUMENT";

    private final Sbom sbom;
    private final DocumentContext context;
    private final ObjectNode document = StrictJson.object();
    private final String created;
    private final String tool;

    private Spdx2(Sbom sbom, DocumentContext context) {
        this.sbom = sbom;
        this.context = context;
        this.created = context.timestamp().truncatedTo(ChronoUnit.SECONDS).toString();
        this.tool = "Tool: attest-" + context.toolVersion();
    }

    /** The document as a JSON value whose keys the writer sorts. */
    public static ObjectNode document(Sbom sbom, DocumentContext context) {
        return new Spdx2(sbom, context).write();
    }

    /** The same document as tags and values. */
    public static byte[] tagValue(Sbom sbom, DocumentContext context) {
        return TagValueText.write(document(sbom, context)).getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode write() {
        String name = ImagePurl.shortName(context.subject().name());
        document.put("spdxVersion", "SPDX-2.3");
        document.put("dataLicense", "CC0-1.0");
        document.put("SPDXID", DOCUMENT);
        document.put("name", name);
        ObjectNode creation = document.putObject("creationInfo").put("created", created);
        ArrayNode creators = creation.putArray("creators").add(tool);
        context.origin().author().ifPresent(author -> creators.add(PackageJson.organization(author)));
        var licences = new LicenceRefs();
        ArrayNode packages = document.putArray("packages");
        var writer = new PackageJson(licences, context);
        packages.add(writer.image());
        sbom.operatingSystem().ifPresent(system -> packages.add(PackageJson.of(system)));
        sbom.components().forEach(component -> packages.add(writer.of(component)));
        addRelationships();
        addLicences(licences);
        addGaps();
        Characters.makeWellFormed(document);
        document.put(
                "documentNamespace",
                DocumentContext.TOOL_ADDRESS + "/spdx/" + name.replaceAll("[^a-z0-9._-]", "-") + "-"
                        + DerivedUuid.of(context.subject().digest(), StrictJson.write(document)));
        return document;
    }

    private void addRelationships() {
        ArrayNode relationships = document.putArray("relationships");
        Map<String, Component> byRef = new HashMap<>();
        sbom.components().forEach(component -> byRef.put(component.ref(), component));
        String image = "SPDXRef-" + ElementIds.IMAGE;
        relate(relationships, DOCUMENT, "DESCRIBES", image);
        sbom.operatingSystem()
                .ifPresent(system -> relate(relationships, image, "CONTAINS", "SPDXRef-" + ElementIds.SYSTEM));
        for (Component component : sbom.components()) {
            if (!component.contained()) {
                relate(relationships, image, "CONTAINS", "SPDXRef-" + ElementIds.of(component));
            }
        }
        for (Component component : sbom.components()) {
            for (String ref : component.dependsOn()) {
                Component other = byRef.get(ref);
                if (other != null) {
                    relate(
                            relationships,
                            "SPDXRef-" + ElementIds.of(component),
                            other.contained() ? "CONTAINS" : "DEPENDS_ON",
                            "SPDXRef-" + ElementIds.of(other));
                }
            }
        }
    }

    private static void relate(ArrayNode relationships, String from, String type, String to) {
        relationships
                .addObject()
                .put("spdxElementId", from)
                .put("relationshipType", type)
                .put("relatedSpdxElement", to);
    }

    private void addLicences(LicenceRefs licences) {
        if (!licences.texts().isEmpty()) {
            ArrayNode extracted = document.putArray("hasExtractedLicensingInfos");
            licences.texts().forEach((reference, text) -> extracted
                    .addObject()
                    .put("licenseId", reference)
                    .put("name", Characters.line(text))
                    .put("extractedText", text));
        }
    }

    /** What is missing is said of the document itself, once for each. */
    private void addGaps() {
        if (!sbom.isComplete()) {
            document.put("comment", "Incomplete: the annotations of this document name what could not be described.");
            ArrayNode annotations = document.putArray("annotations");
            for (Gap gap : sbom.gaps()) {
                annotations
                        .addObject()
                        .put("annotationDate", created)
                        .put("annotationType", "OTHER")
                        .put("annotator", tool)
                        .put("comment", gap.kind().id() + ": " + gap.subject() + ": " + gap.detail());
            }
        }
    }
}
