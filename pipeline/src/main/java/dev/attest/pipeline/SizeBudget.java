package dev.attest.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How large a signed SBOM may be without trouble: public transparency logs refuse statements of about 3.5 MB, and
 * registries and clusters read every byte before a deploy.
 */
public final class SizeBudget {
    /** In bytes of the compact document. */
    public static final int BYTES = 3_000_000;

    private static final int SHOWN = 3;

    private SizeBudget() {}

    /** What is to be said of a CycloneDX document beyond the budget: what makes it large, and what can be done. */
    public static Optional<String> remark(ObjectNode cycloneDx) {
        long size = StrictJson.write(cycloneDx).length;
        if (size <= BYTES) {
            return Optional.empty();
        }
        Map<String, Long> byEcosystem = new TreeMap<>();
        for (JsonNode component : cycloneDx.path("components")) {
            byEcosystem.merge(ecosystem(component), (long) StrictJson.write(component).length, Long::sum);
        }
        String largest = byEcosystem.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(entry -> entry.getKey() + " " + megabytes(entry.getValue()))
                .collect(Collectors.joining(", "));
        return Optional.of("the SBOM has " + megabytes(size) + ", more than " + megabytes(BYTES)
                + ", which public logs may refuse (components of " + largest
                + "); leave package caches and development dependencies out of the image, or sign with a log that"
                + " keeps hashes only (--rekor-version 2)");
    }

    private static String ecosystem(JsonNode component) {
        String purl = component.path("purl").asText();
        int slash = purl.indexOf('/');
        return purl.startsWith("pkg:") && slash > 0
                ? purl.substring(4, slash)
                : component.path("type").asText();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
