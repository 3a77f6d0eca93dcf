package dev.attest.vex.scan;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * How severe a vulnerability is by one method, and who says so. Labels are {@code critical}, {@code high},
 * {@code medium}, {@code low}, {@code negligible} or {@code unknown}; scores are from 0 to 10.
 */
public record Severity(Method method, String score, Optional<String> source) implements Comparable<Severity> {
    private static final BigDecimal MAX_SCORE = BigDecimal.TEN;

    /** How a severity is expressed; the label is the first part of the method in in-toto's vulns. */
    public enum Method {
        LABEL("label"),
        CVSS_V2("cvss_v2"),
        CVSS_V3("cvss_v3"),
        CVSS_V4("cvss_v4"),
        /** CVSS of a version that is not said. */
        CVSS("cvss_score"),
        /** The vector that a score is calculated from; it names its version, but for version 2. */
        CVSS_VECTOR("cvss_vector"),
        /** SARIF's {@code security-severity}: a score in CVSS's ranges that need not come from CVSS. */
        SECURITY_SEVERITY("security-severity"),
        /** SARIF's {@code level}: {@code error}, {@code warning}, {@code note} or {@code none}. */
        SARIF_LEVEL("sarif_level");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** The method of a CVSS score, by the version that a report names. */
        public static Method cvss(String version) {
            if (version.startsWith("2")) {
                return CVSS_V2;
            }
            return version.startsWith("3") ? CVSS_V3 : version.startsWith("4") ? CVSS_V4 : CVSS;
        }
    }

    public Severity {
        source = source.filter(text -> !text.isBlank());
    }

    /** A label; words that scanners use for the same are made one. */
    public static Severity label(String text, Optional<String> source) {
        String lower = text.toLowerCase(Locale.ROOT);
        String word =
                switch (lower) {
                    case "critical", "high", "medium", "low", "negligible" -> lower;
                    case "important" -> "high";
                    case "moderate" -> "medium";
                    case "info", "informational", "none", "minimal" -> "negligible";
                    default -> "unknown";
                };
        return new Severity(Method.LABEL, word, source);
    }

    /** A score from 0 to 10; empty for any other number. */
    public static Optional<Severity> score(Method method, BigDecimal score, Optional<String> source) {
        if (score.signum() < 0 || score.compareTo(MAX_SCORE) > 0) {
            return Optional.empty();
        }
        BigDecimal plain = score.signum() == 0 ? BigDecimal.ZERO : score.stripTrailingZeros();
        return Optional.of(new Severity(method, plain.toPlainString(), source));
    }

    /** The method as in-toto's vulns names it: {@code cvss_v3/nvd}. */
    public String methodLabel() {
        return source.map(who -> method.label() + "/" + who).orElse(method.label());
    }

    @Override
    public int compareTo(Severity other) {
        return Comparator.comparing(Severity::method)
                .thenComparing(Severity::methodLabel)
                .thenComparing(Severity::score)
                .compare(this, other);
    }
}
