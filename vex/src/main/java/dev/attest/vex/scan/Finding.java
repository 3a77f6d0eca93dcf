package dev.attest.vex.scan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A vulnerability in a package. {@code aliases} are other names of the very same vulnerability; {@code related} are
 * vulnerabilities it has to do with, such as all those of an advisory, of which no single one stands for it.
 */
public record Finding(
        String id,
        List<String> aliases,
        List<String> related,
        AffectedPackage affected,
        List<Severity> severities,
        Fix fix,
        Optional<Suppression> suppression) {
    /** The order in which findings are listed: by vulnerability, then package. */
    public static final Comparator<Finding> ORDER = Comparator.comparing(Finding::id)
            .thenComparing(finding -> finding.affected().purl().orElse(""))
            .thenComparing(finding -> finding.affected().name().orElse(""))
            .thenComparing(finding -> finding.affected().version().orElse(""))
            .thenComparing(Finding::toString);

    /** Whether there is a version without the vulnerability. */
    public enum FixState {
        FIXED,
        NOT_FIXED,
        /** The distributor or author has said that there will be none. */
        WONT_FIX,
        UNKNOWN;

        /** The word in predicates: {@code wont-fix}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The versions without the vulnerability, in the scanner's order. */
    public record Fix(FixState state, List<String> versions) {
        /** Nothing is said of it. */
        public static final Fix UNKNOWN = new Fix(FixState.UNKNOWN, List.of());

        public Fix {
            versions = versions.stream().distinct().toList();
        }
    }

    /** Why the scanner itself did not count the finding: by what ({@code vex}, {@code ignore-rule}), and the reason. */
    public record Suppression(String by, String reason) {}

    public Finding {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a vulnerability without id");
        }
        String own = id;
        aliases = sorted(aliases, own);
        List<String> same = aliases;
        related = sorted(related, own).stream()
                .filter(other -> !same.contains(other))
                .toList();
        severities = severities.stream().distinct().sorted().toList();
    }

    private static List<String> sorted(List<String> names, String without) {
        return names.stream()
                .filter(name -> !name.equals(without))
                .distinct()
                .sorted()
                .toList();
    }
}
