package dev.attest.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanResult;
import dev.attest.vex.MalformedVexException;
import java.io.IOException;

/** Makes the statements about an image that an order asks for; reads layers only when one of them needs it. */
final class DraftMaker {
    private final ImageScanner scanner;
    private final Progress progress;

    DraftMaker(ImageScanner scanner, Progress progress) {
        this.scanner = scanner;
        this.progress = progress;
    }

    Drafts make(Repository repository, Image image, SignOrder order)
            throws IOException, MalformedImageException, MalformedContentException, MalformedVexException {
        String name = Documents.imageName(order.image());
        var drafts = new Drafts(name, image);
        if (order.wants(PredicateType.SIGNATURE)) {
            drafts.add(drafts.signature());
        }
        if (order.wants(PredicateType.PROVENANCE)) {
            drafts.add(
                    drafts.aboutAll(PredicateType.PROVENANCE, order.provenance().json()));
        }
        for (Given given : order.given()) {
            if (order.wants(given.type())) {
                drafts.add(drafts.given(given));
            }
        }
        var documents = new Documents(name, order.timestamp(), order.toolVersion());
        for (PlatformImage platform : image.platforms()) {
            if (needsLayers(order)) {
                progress.step("reading " + platform.layers().size() + " layers for " + platform.platform());
                addPlatform(drafts, platform, scanner.scan(repository, platform), documents, order);
            }
        }
        return drafts;
    }

    private static boolean needsLayers(SignOrder order) {
        return order.wants(PredicateType.CYCLONEDX)
                || order.wants(PredicateType.SPDX)
                || order.wants(PredicateType.FACTS)
                || (order.wants(PredicateType.OPENVEX) && !order.vex().isEmpty());
    }

    private void addPlatform(
            Drafts drafts, PlatformImage platform, ScanResult scan, Documents documents, SignOrder order)
            throws MalformedVexException {
        drafts.noticed(scan.sbom().gaps());
        if (order.wants(PredicateType.CYCLONEDX)) {
            ObjectNode document = documents.cycloneDx(platform, scan);
            SizeBudget.remark(document).ifPresent(remark -> progress.step("warning: " + remark));
            drafts.add(drafts.about(platform, PredicateType.CYCLONEDX, document));
        }
        if (order.wants(PredicateType.SPDX)) {
            drafts.add(drafts.about(platform, PredicateType.SPDX, documents.spdx(platform, scan)));
        }
        if (order.wants(PredicateType.FACTS)) {
            drafts.add(drafts.about(platform, PredicateType.FACTS, documents.facts(scan)));
        }
        if (order.wants(PredicateType.OPENVEX)) {
            VexDraft.add(drafts, platform, scan, order);
        }
    }
}
