package dev.attest.sbom.spdx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.sbom.Component;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.document.Characters;
import dev.attest.sbom.document.ComponentNames;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import dev.attest.sbom.document.ImagePurl;
import dev.attest.sbom.document.Party;
import dev.attest.sbom.document.SingleFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Packages as SPDX 2.3 writes them (clause 7). */
final class PackageJson {
    private static final String UNKNOWN = "NOASSERTION";
    private static final Set<String> ALGORITHMS = Set.of("MD5", "SHA1", "SHA256", "SHA384", "SHA512");

    private final LicenceRefs licences;
    private final DocumentContext context;

    PackageJson(LicenceRefs licences, DocumentContext context) {
        this.licences = licences;
        this.context = context;
    }

    ObjectNode image() {
        ImageOrigin origin = context.origin();
        Digest digest = context.subject().digest();
        ObjectNode json =
                start(ElementIds.IMAGE, ImagePurl.shortName(context.subject().name()), digest.toString());
        json.put("primaryPackagePurpose", "CONTAINER");
        json.put(
                "supplier",
                origin.imageSupplier().map(PackageJson::organization).orElse(UNKNOWN));
        json.put(
                "licenseDeclared",
                licences.expression(origin.label("licenses").map(List::of).orElse(List.of()))
                        .orElse(UNKNOWN));
        origin.address("url").filter(Party::isWeb).ifPresent(url -> json.put("homepage", url));
        origin.label("description").ifPresent(text -> json.put("description", text));
        addChecksums(json, Map.of(digest.algorithm().id(), digest.hex()));
        reference(
                json.putArray("externalRefs"),
                "PACKAGE-MANAGER",
                "purl",
                ImagePurl.of(context).toString());
        var layers = new StringBuilder("Layers, lowest first:");
        context.subject().diffIds().forEach(diffId -> layers.append(' ').append(diffId));
        json.put("comment", layers.toString());
        return json;
    }

    static ObjectNode of(OperatingSystem system) {
        ObjectNode json = start(ElementIds.SYSTEM, system.id().isEmpty() ? "linux" : system.id(), system.versionId());
        json.put("primaryPackagePurpose", "OPERATING-SYSTEM");
        json.put("supplier", UNKNOWN);
        json.put("licenseDeclared", UNKNOWN);
        json.put("sourceInfo", "read from " + Characters.line(system.path()));
        if (!system.prettyName().isEmpty()) {
            json.put("summary", system.prettyName());
        }
        if (!system.cpe().isEmpty()) {
            reference(json.putArray("externalRefs"), "SECURITY", "cpe23Type", system.cpe());
        }
        return json;
    }

    ObjectNode of(Component component) {
        Component.Identity identity = component.identity();
        Component.Declared declared = component.declared();
        ObjectNode json = start(ElementIds.of(component), ComponentNames.full(identity), identity.version());
        json.put("primaryPackagePurpose", purpose(identity.type()));
        json.put(
                "supplier",
                declared.supplier()
                        .flatMap(Party::first)
                        .map(PackageJson::organization)
                        .orElse(UNKNOWN));
        json.put("licenseDeclared", licences.expression(declared.licences()).orElse(UNKNOWN));
        address(declared, "website").filter(Party::isWeb).ifPresent(url -> json.put("homepage", url));
        address(declared, "distribution").ifPresent(url -> json.put("downloadLocation", url));
        SingleFile.of(component).ifPresent(file -> json.put("packageFileName", file.name()));
        addChecksums(json, declared.hashes());
        ArrayNode references = json.putArray("externalRefs");
        identity.purl().ifPresent(purl -> reference(references, "PACKAGE-MANAGER", "purl", purl.toString()));
        identity.cpes().forEach(cpe -> reference(references, "SECURITY", "cpe23Type", cpe));
        if (references.isEmpty()) {
            json.remove("externalRefs");
        }
        json.put("sourceInfo", source(component, context));
        return json;
    }

    /** The form of an agent, which has no place for a web address (SPDX 2.3, 7.5). */
    static String organization(Party party) {
        // Parentheses hold the mail address.
        String name = Characters.line(party.name()).replace('(', '[').replace(')', ']');
        return "Organization: " + name
                + party.mail().map(mail -> " (" + mail + ")").orElse("");
    }

    static String purpose(Component.Type type) {
        return switch (type) {
            case LIBRARY -> "LIBRARY";
            case APPLICATION -> "APPLICATION";
            case PLATFORM -> "FRAMEWORK";
            default -> "OTHER";
        };
    }

    private static ObjectNode start(String id, String name, String version) {
        ObjectNode json = StrictJson.object();
        json.put("SPDXID", "SPDXRef-" + id);
        json.put("name", Characters.line(name));
        if (!version.isEmpty()) {
            json.put("versionInfo", Characters.line(version));
        }
        json.put("downloadLocation", UNKNOWN);
        json.put("filesAnalyzed", false);
        json.put("licenseConcluded", UNKNOWN);
        json.put("copyrightText", UNKNOWN);
        return json;
    }

    private static void addChecksums(ObjectNode json, Map<String, String> hashes) {
        ArrayNode checksums = json.arrayNode();
        hashes.forEach((algorithm, hex) -> {
            String id = algorithm.replace("-", "").toUpperCase(java.util.Locale.ROOT);
            if (ALGORITHMS.contains(id)) {
                checksums.addObject().put("algorithm", id).put("checksumValue", hex);
            }
        });
        if (!checksums.isEmpty()) {
            json.set("checksums", checksums);
        }
    }

    private static Optional<String> address(Component.Declared declared, String type) {
        return Optional.ofNullable(declared.references().get(type)).filter(Party::isAddress);
    }

    /** Where it was found; layers by their numbers, for the image's package lists their digests. */
    static String source(Component component, DocumentContext context) {
        Component.Evidence evidence = component.evidence();
        List<Digest> layers = context.subject().diffIds();
        return "found by " + evidence.cataloger() + " in " + Characters.line(String.join(", ", evidence.paths()))
                + "; since layer " + layers.indexOf(evidence.firstLayer()) + ", last changed by layer "
                + layers.indexOf(evidence.lastLayer());
    }

    private static void reference(ArrayNode references, String category, String type, String locator) {
        references
                .addObject()
                .put("referenceCategory", category)
                .put("referenceType", type)
                .put("referenceLocator", locator);
    }
}
