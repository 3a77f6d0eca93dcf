package dev.attest.provenance.report.coverage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.attest.intoto.ResourceDescriptor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports as the one resource that an attribute has room for. Several are the list of their digests as {@code sha256sum}
 * writes it, sorted by name, whose own digest is the resource's.
 */
final class ReportEvidence {
    /** The annotation that holds the reports of a list. */
    static final String REPORTS = "dev.attest.reports";

    private ReportEvidence() {}

    static ResourceDescriptor of(List<ResourceDescriptor> reports) {
        if (reports.size() == 1) {
            return reports.get(0);
        }
        var list = new StringBuilder();
        ArrayNode annotation = JsonNodeFactory.instance.arrayNode();
        for (ResourceDescriptor report : reports) {
            list.append(report.digest().get("sha256"))
                    .append("  ")
                    .append(report.name().orElse(""))
                    .append('\n');
            annotation.add(report.json());
        }
        return new ResourceDescriptor(
                Optional.of("SHA256SUMS"),
                Optional.empty(),
                Map.of("sha256", sha256(list.toString())),
                Optional.of("text/plain"),
                Optional.empty(),
                Optional.empty(),
                Map.of(REPORTS, annotation));
    }

    private static String sha256(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
