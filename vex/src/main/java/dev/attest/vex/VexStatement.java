package dev.attest.vex;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One vulnerability's status in some products, at a time. Without a time of its own it has its document's. */
public record VexStatement(
        StatementInfo info,
        Vulnerability vulnerability,
        Optional<Instant> timestamp,
        List<Product> products,
        Assessment assessment) {
    public VexStatement {
        products = List.copyOf(products);
    }

    /** A statement of which nothing else is said. */
    public static VexStatement of(Vulnerability vulnerability, List<Product> products, Assessment assessment) {
        return new VexStatement(StatementInfo.NONE, vulnerability, Optional.empty(), products, assessment);
    }

    /** Whether it speaks of {@code subcomponent} (empty for the product alone) in {@code product}. */
    public boolean matches(String vulnerabilityName, String product, String subcomponent) {
        return vulnerability.matches(vulnerabilityName)
                && products.stream().anyMatch(one -> one.matches(product, subcomponent));
    }

    /** The same at this time. */
    public VexStatement at(Instant time) {
        return new VexStatement(info, vulnerability, Optional.of(time), products, assessment);
    }

    /** The same of other products. */
    public VexStatement about(List<Product> others) {
        return new VexStatement(info, vulnerability, timestamp, others, assessment);
    }

    /** The same of a vulnerability under other names. */
    public VexStatement of(Vulnerability other) {
        return new VexStatement(info, other, timestamp, products, assessment);
    }
}
