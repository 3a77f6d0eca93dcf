package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Sbom;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The metadata of a document: when, by what, of which image, and what is missing. */
final class Metadata {
    private Metadata() {}

    static ObjectNode json(Sbom sbom, List<Digest> diffIds, DocumentContext context) {
        ObjectNode metadata = StrictJson.object();
        metadata.put(
                "timestamp", context.timestamp().truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.putArray("lifecycles").addObject().put("phase", "post-build");
        metadata.putObject("tools")
                .putArray("components")
                .addObject()
                .put("type", "application")
                .put("name", "attest")
                .put("version", context.toolVersion());
        metadata.set("component", image(context));
        ArrayNode properties = metadata.putArray("properties");
        for (int i = 0; i < diffIds.size(); i++) {
            ComponentJson.property(
                    properties, "attest:layer:" + i, diffIds.get(i).toString());
        }
        for (Gap gap : sbom.gaps()) {
            ComponentJson.property(properties, "attest:gap:" + gap.kind().id(), gap.subject() + ": " + gap.detail());
        }
        return metadata;
    }

    private static ObjectNode image(DocumentContext context) {
        String purl = ImagePurl.of(context).toString();
        ObjectNode image = StrictJson.object();
        image.put("type", "container");
        image.put("bom-ref", purl);
        image.put("name", ImagePurl.shortName(context.imageName()));
        image.put("version", context.imageDigest().toString());
        image.put("purl", purl);
        image.putArray("hashes")
                .addObject()
                .put(
                        "alg",
                        context.imageDigest()
                                .algorithm()
                                .id()
                                .toUpperCase(Locale.ROOT)
                                .replace("SHA", "SHA-"))
                .put("content", context.imageDigest().hex());
        return image;
    }
}
