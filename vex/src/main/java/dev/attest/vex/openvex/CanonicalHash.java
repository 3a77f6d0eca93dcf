package dev.attest.vex.openvex;

import dev.attest.vex.Component;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.Product;
import dev.attest.vex.VexDocument;
import dev.attest.vex.VexStatement;
import dev.attest.vex.Vulnerability;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The hash go-vex names documents by: time, version, author, then each statement's vulnerability, status, justification,
 * time and products. Explanations do not count. Hashes and identifiers are sorted here, where go-vex takes them in random
 * order.
 */
final class CanonicalHash {
    private CanonicalHash() {}

    static String of(VexDocument document) throws MalformedVexException {
        Instant timestamp = document.timestamp()
                .orElseThrow(() -> new MalformedVexException("a document without timestamp has no canonical hash"));
        var text = new StringBuilder()
                .append(timestamp.getEpochSecond())
                .append(':')
                .append(document.info().version())
                .append(':')
                .append(document.info().author());
        List<VexStatement> sorted = document.statements().stream()
                .sorted(Comparator.comparing(
                                (VexStatement one) -> one.vulnerability().name())
                        .thenComparing(one -> one.timestamp().orElse(timestamp)))
                .toList();
        for (VexStatement statement : sorted) {
            append(text, statement, timestamp);
        }
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-256", e);
        }
    }

    private static void append(StringBuilder text, VexStatement statement, Instant documentTime) {
        Vulnerability vulnerability = statement.vulnerability();
        text.append(':').append(vulnerability.id().orElse(""));
        text.append(':').append(vulnerability.name());
        text.append(':').append(String.join(":", vulnerability.aliases()));
        text.append(':').append(statement.assessment().status().label());
        text.append(':')
                .append(statement
                        .assessment()
                        .justification()
                        .map(one -> one.label())
                        .orElse(""));
        text.append(':').append(statement.timestamp().orElse(documentTime).getEpochSecond());
        text.append(
                statement.products().stream().map(CanonicalHash::of).sorted().collect(Collectors.joining(":")));
    }

    private static String of(Product product) {
        var text = new StringBuilder(of(product.component()));
        product.subcomponents().forEach(one -> text.append(of(one)));
        return text.toString();
    }

    private static String of(Component component) {
        var text = new StringBuilder(":").append(component.id().orElse(""));
        component
                .hashes()
                .forEach((kind, value) ->
                        text.append(':').append(kind).append('@').append(value));
        component
                .identifiers()
                .forEach((kind, value) ->
                        text.append(':').append(kind).append('@').append(value));
        return text.toString();
    }
}
