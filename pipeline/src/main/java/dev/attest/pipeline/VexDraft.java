package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.sbom.Purl;
import dev.attest.sbom.ScanResult;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.image.ImageProduct;
import dev.attest.vex.image.Specialised;
import dev.attest.vex.image.Specialiser;
import dev.attest.vex.openvex.OpenVex;
import java.util.List;

/** Makes what the given VEX documents say of one platform's image, and of what it holds, into a statement. */
final class VexDraft {
    private VexDraft() {}

    /** Adds the statement; where nothing is said there is none, because OpenVEX knows no empty document. */
    static void add(Drafts drafts, PlatformImage platform, ScanResult scan, SignOrder order)
            throws MalformedVexException {
        List<String> digests = drafts.sha256With(platform);
        if (digests.isEmpty()) {
            order.vex()
                    .forEach(document -> drafts.unmatched(platform.platform()
                            + ": VEX statements name images by SHA-256, which this one has none of"));
            return;
        }
        List<String> purls = scan.sbom().components().stream()
                .flatMap(component -> component.identity().purl().stream())
                .map(Purl::toString)
                .toList();
        var documents = new Documents(drafts.imageName(), order.timestamp(), order.toolVersion());
        Specialised said = Specialiser.specialise(
                order.vex(), ImageProduct.of(repository(drafts, order), digests), purls, documents.timeOf(platform));
        said.superseded().forEach(unused -> drafts.unmatched(platform.platform() + ": " + unused.line()));
        said.unmatched().forEach(unused -> drafts.unmatched(platform.platform() + ": " + unused.line()));
        if (said.document().isPresent()) {
            drafts.add(drafts.about(
                    platform,
                    PredicateType.OPENVEX,
                    OpenVex.json(said.document().get())));
        }
    }

    /** Templates may name the image with its registry; what is written of it never does. */
    private static String repository(Drafts drafts, SignOrder order) {
        return order.image() instanceof Reference.Registry registry ? registry.name() : drafts.imageName();
    }
}
