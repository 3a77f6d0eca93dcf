package dev.attest.sbom.spdx;

import dev.attest.oci.Digest;
import dev.attest.sbom.licence.LicenceExpression;
import dev.attest.sbom.licence.Licences;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Declared licences as SPDX licence expressions (SPDX 2.3 annex D). What is not made of listed identifiers gets a
 * {@code LicenseRef-} of its own, whose text is what was declared; equal texts get the same one in every document.
 */
final class LicenceRefs {
    private static final int MAX_WORDS = 40;

    private final SortedMap<String, String> texts = new TreeMap<>();

    /** One expression for all of them, each of which applies; none where nothing is declared. */
    Optional<String> expression(List<String> declared) {
        var operands = new ArrayList<String>();
        for (String text : declared) {
            String operand = operand(text);
            if (!operands.contains(operand)) {
                operands.add(operand);
            }
        }
        if (operands.size() < 2) {
            return operands.stream().findFirst();
        }
        return Optional.of(String.join(
                " AND ",
                operands.stream()
                        .map(operand -> operand.indexOf(' ') < 0 ? operand : "(" + operand + ")")
                        .toList()));
    }

    /** The text of every reference that was given, by the reference. */
    SortedMap<String, String> texts() {
        return texts;
    }

    private String operand(String text) {
        Optional<LicenceExpression> known = Licences.expression(text).filter(LicenceRefs::isWhole);
        if (known.isPresent()) {
            known.get().references().forEach(reference -> texts.putIfAbsent(reference, text));
            return known.get().text();
        }
        String words = text.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^-+|-+$", "");
        String hash = Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        String reference = "LicenseRef-attest-" + words.substring(0, Math.min(MAX_WORDS, words.length())) + "-" + hash;
        texts.put(reference, text);
        return reference;
    }

    /** What other documents or additions would have to define is not defined in this one. */
    private static boolean isWhole(LicenceExpression expression) {
        return expression.references().stream().allMatch(reference -> reference.startsWith("LicenseRef-"));
    }
}
