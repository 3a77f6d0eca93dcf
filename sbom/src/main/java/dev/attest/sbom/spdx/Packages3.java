package dev.attest.sbom.spdx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.oci.Digest;
import dev.attest.sbom.Component;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.document.Characters;
import dev.attest.sbom.document.ComponentNames;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import dev.attest.sbom.document.ImagePurl;
import dev.attest.sbom.document.Party;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Packages as SPDX 3.0.1 writes them (profile Software), with their licences and suppliers. */
final class Packages3 {
    private static final Set<String> ALGORITHMS = Set.of("md5", "sha1", "sha256", "sha384", "sha512");

    private final Elements elements;
    private final DocumentContext context;

    Packages3(Elements elements, DocumentContext context) {
        this.elements = elements;
        this.context = context;
    }

    String image() {
        ImageOrigin origin = context.origin();
        Digest digest = context.subject().digest();
        String id = elements.id(ElementIds.IMAGE);
        ObjectNode json = start(id, ImagePurl.shortName(context.subject().name()), digest.toString());
        json.put("software_primaryPurpose", "container");
        json.put("software_packageUrl", ImagePurl.of(context).toString());
        hashes(json, Map.of(digest.algorithm().id(), digest.hex()));
        origin.imageSupplier().ifPresent(party -> json.put("suppliedBy", elements.organization(party)));
        origin.address("url").ifPresent(url -> json.put("software_homePage", url));
        origin.label("description").ifPresent(text -> json.put("description", text));
        var layers = new StringBuilder("Layers, lowest first:");
        context.subject().diffIds().forEach(diffId -> layers.append(' ').append(diffId));
        json.put("comment", layers.toString());
        licence(id, origin.label("licenses").map(List::of).orElse(List.of()));
        return id;
    }

    String of(OperatingSystem system) {
        String id = elements.id(ElementIds.SYSTEM);
        ObjectNode json = start(id, system.id().isEmpty() ? "linux" : system.id(), system.versionId());
        json.put("software_primaryPurpose", "operatingSystem");
        json.put("software_sourceInfo", "read from " + Characters.line(system.path()));
        if (!system.prettyName().isEmpty()) {
            json.put("summary", system.prettyName());
        }
        if (!system.cpe().isEmpty()) {
            Elements.identify(json, "cpe23", system.cpe());
        }
        return id;
    }

    String of(Component component) {
        Component.Identity identity = component.identity();
        Component.Declared declared = component.declared();
        String id = elements.id(ElementIds.of(component));
        ObjectNode json = start(id, ComponentNames.full(identity), identity.version());
        json.put("software_primaryPurpose", purpose(identity.type()));
        identity.purl().ifPresent(purl -> json.put("software_packageUrl", purl.toString()));
        identity.cpes().forEach(cpe -> Elements.identify(json, "cpe23", cpe));
        hashes(json, declared.hashes());
        declared.supplier()
                .flatMap(Party::first)
                .ifPresent(party -> json.put("suppliedBy", elements.organization(party)));
        address(declared, "website").ifPresent(url -> json.put("software_homePage", url));
        address(declared, "distribution").ifPresent(url -> json.put("software_downloadLocation", url));
        json.put("software_sourceInfo", PackageJson.source(component, context));
        licence(id, declared.licences());
        return id;
    }

    private ObjectNode start(String id, String name, String version) {
        ObjectNode json = elements.add("software_Package", id).put("name", Characters.line(name));
        if (!version.isEmpty()) {
            json.put("software_packageVersion", Characters.line(version));
        }
        return json;
    }

    private static void hashes(ObjectNode json, Map<String, String> hashes) {
        hashes.forEach((algorithm, hex) -> {
            String id = algorithm.replace("-", "").toLowerCase(Locale.ROOT);
            if (ALGORITHMS.contains(id)) {
                json.withArray("verifiedUsing")
                        .addObject()
                        .put("type", "Hash")
                        .put("algorithm", id)
                        .put("hashValue", hex);
            }
        });
    }

    private void licence(String id, List<String> declared) {
        var licences = new LicenceRefs();
        licences.expression(declared)
                .ifPresent(expression -> elements.relate(
                        id,
                        "hasDeclaredLicense",
                        List.of(elements.expression(expression, licences.texts())),
                        "noAssertion"));
    }

    private static Optional<String> address(Component.Declared declared, String type) {
        return Optional.ofNullable(declared.references().get(type)).filter(Party::isAddress);
    }

    private static String purpose(Component.Type type) {
        return switch (type) {
            case LIBRARY -> "library";
            case APPLICATION -> "application";
            case PLATFORM -> "platform";
            default -> "other";
        };
    }
}
