package dev.attest.vex.report;

import dev.attest.vex.scan.Finding.Fix;
import dev.attest.vex.scan.Finding.FixState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What scanners of packages say in the sentences of their SARIF, each in its own: the vulnerability, which grype's rule
 * ids only begin with, the package, and the versions that are fixed. Of the sentences of other tools nothing is read.
 */
record SarifProse(
        Optional<String> id,
        List<String> others,
        Optional<String> name,
        Optional<String> version,
        Optional<String> type,
        Optional<String> severity,
        Fix fix) {
    private static final int MAX_LINES = 20;

    static SarifProse read(String tool, String message, String help, String description) {
        return switch (tool.toLowerCase(Locale.ROOT)) {
            case "grype", "trivy" -> ofLines(message, help);
            case "osv-scanner" -> ofSentence(message);
            case "snyk container", "snyk open source" -> ofDescription(description);
            default -> named(Optional.empty(), Optional.empty());
        };
    }

    /** Lines such as {@code Package: zlib}; what grype's message says of the very package goes before its rule's help. */
    private static SarifProse ofLines(String message, String help) {
        Map<String, String> lines = lines(help);
        lines.putAll(lines(message));
        Optional<String> name = between(message, " package: ", ", version ");
        Optional<String> version = between(message, ", version ", " was found ");
        List<String> fixed = Arrays.stream(lines.getOrDefault("Fixed Version", lines.getOrDefault("Fix Version", ""))
                        .split(",", -1))
                .map(String::strip)
                .filter(SarifProse::isName)
                .toList();
        return new SarifProse(
                value(lines, "Vulnerability"),
                List.of(),
                name.or(() -> value(lines, "Package")),
                version.or(() -> value(lines, "Installed Version")).or(() -> value(lines, "Version")),
                value(lines, "Type"),
                value(lines, "Severity"),
                new Fix(fixed.isEmpty() ? FixState.UNKNOWN : FixState.FIXED, fixed));
    }

    /** {@code Package 'regex@1.5.1' is vulnerable to 'CVE-2022-24713' (also known as 'RUSTSEC-2022-0013').} */
    private static SarifProse ofSentence(String message) {
        Optional<String> both = between(message, "Package '", "' is vulnerable to '");
        int at = both.map(text -> text.lastIndexOf('@')).orElse(-1);
        return at <= 0
                ? named(both, Optional.empty())
                : named(both.map(text -> text.substring(0, at)), both.map(text -> text.substring(at + 1)));
    }

    /** {@code (CVE-2011-3374) apt/libapt-pkg6.0@2.6.1} */
    private static SarifProse ofDescription(String description) {
        int end = description.startsWith("(") ? description.indexOf(") ") : -1;
        int at = description.lastIndexOf('@');
        if (end < 0 || at <= end + 2) {
            return named(Optional.empty(), Optional.empty());
        }
        List<String> others = Arrays.stream(description.substring(1, end).split(",", 1_000))
                .map(String::strip)
                .filter(SarifProse::isName)
                .toList();
        SarifProse named =
                named(Optional.of(description.substring(end + 2, at)), Optional.of(description.substring(at + 1)));
        return new SarifProse(named.id, others, named.name, named.version, named.type, named.severity, named.fix);
    }

    private static SarifProse named(Optional<String> name, Optional<String> version) {
        return new SarifProse(
                Optional.empty(),
                List.of(),
                name.filter(SarifProse::isName),
                version.filter(SarifProse::isName),
                Optional.empty(),
                Optional.empty(),
                Fix.UNKNOWN);
    }

    private static Map<String, String> lines(String text) {
        var lines = new HashMap<String, String>();
        text.lines().limit(MAX_LINES).forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                lines.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 2).strip());
            } else if (line.startsWith("Vulnerability ")) {
                lines.putIfAbsent(
                        "Vulnerability",
                        line.substring("Vulnerability ".length()).strip());
            }
        });
        return lines;
    }

    private static Optional<String> value(Map<String, String> lines, String name) {
        return Optional.ofNullable(lines.get(name)).filter(SarifProse::isName);
    }

    private static Optional<String> between(String text, String before, String after) {
        int start = text.indexOf(before);
        int from = start + before.length();
        int end = start < 0 ? -1 : text.indexOf(after, from);
        return end < 0
                ? Optional.empty()
                : Optional.of(text.substring(from, end)).filter(SarifProse::isName);
    }

    private static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= ReportText.MAX_NAME
                && text.chars().noneMatch(Character::isISOControl);
    }
}
