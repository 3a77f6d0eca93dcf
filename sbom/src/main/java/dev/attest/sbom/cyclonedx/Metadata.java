package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Sbom;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import dev.attest.sbom.document.ImagePurl;
import dev.attest.sbom.document.Party;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The metadata of a document: when, by what and for whom, of which image, and what is missing. */
final class Metadata {
    private Metadata() {}

    static ObjectNode json(Sbom sbom, DocumentContext context) {
        ObjectNode metadata = StrictJson.object();
        metadata.put(
                "timestamp", context.timestamp().truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.putArray("lifecycles").addObject().put("phase", "post-build");
        metadata.putObject("tools").putArray("components").add(tool(context));
        metadata.putArray("licenses").addObject().putObject("license").put("id", "CC0-1.0");
        metadata.set("component", image(context));
        addMakers(metadata, context.origin());
        ArrayNode properties = metadata.putArray("properties");
        List<Digest> diffIds = context.subject().diffIds();
        for (int i = 0; i < diffIds.size(); i++) {
            ComponentJson.property(
                    properties, "attest:layer:" + i, diffIds.get(i).toString());
        }
        for (Gap gap : sbom.gaps()) {
            ComponentJson.property(properties, "attest:gap:" + gap.kind().id(), gap.subject() + ": " + gap.detail());
        }
        return metadata;
    }

    private static ObjectNode tool(DocumentContext context) {
        ObjectNode tool = StrictJson.object();
        tool.put("type", "application").put("name", "attest").put("version", context.toolVersion());
        ReferencesJson.add(tool, Map.of("website", DocumentContext.TOOL_ADDRESS));
        return tool;
    }

    /** Who made the document is who was named; else nobody but the program can say so of itself. */
    private static void addMakers(ObjectNode metadata, ImageOrigin origin) {
        Party author = origin.author()
                .orElse(new Party("attest", Optional.empty(), Optional.of(DocumentContext.TOOL_ADDRESS)));
        metadata.putArray("authors").add(OrganizationJson.contact(author));
        metadata.set("manufacturer", OrganizationJson.of(List.of(author)));
        origin.imageSupplier().ifPresent(supplier -> metadata.set("supplier", OrganizationJson.of(List.of(supplier))));
    }

    private static ObjectNode image(DocumentContext context) {
        String purl = ImagePurl.of(context).toString();
        ImageOrigin origin = context.origin();
        ObjectNode image = StrictJson.object();
        image.put("type", "container");
        image.put("bom-ref", purl);
        image.put("name", ImagePurl.shortName(context.subject().name()));
        image.put("version", context.subject().digest().toString());
        image.put("purl", purl);
        origin.label("description").or(() -> origin.label("title")).ifPresent(text -> image.put("description", text));
        ComponentJson.addHashes(
                image,
                Map.of(
                        algorithm(context.subject().digest()),
                        context.subject().digest().hex()));
        ComponentJson.addParties(image, origin.imageSupplier().map(List::of).orElse(List.of()));
        List<Party> authors = origin.imageAuthors();
        if (!authors.isEmpty()) {
            ArrayNode array = image.putArray("authors");
            authors.forEach(author -> array.add(OrganizationJson.contact(author)));
        }
        origin.label("licenses")
                .flatMap(text -> LicenceJson.of(List.of(text)))
                .ifPresent(licences -> image.set("licenses", licences));
        ReferencesJson.add(image, references(origin));
        return image;
    }

    private static Map<String, String> references(ImageOrigin origin) {
        var references = new TreeMap<String, String>();
        origin.address("source").ifPresent(url -> references.put("vcs", url));
        origin.address("url").ifPresent(url -> references.put("website", url));
        origin.address("documentation").ifPresent(url -> references.put("documentation", url));
        return references;
    }

    private static String algorithm(Digest digest) {
        return digest.algorithm().id().toUpperCase(Locale.ROOT).replace("SHA", "SHA-");
    }
}
