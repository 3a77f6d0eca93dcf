package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.pipeline.VerifyReport;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Verdict;
import java.util.List;
import java.util.function.Consumer;

/** One judged image for people: every check with its reason, then what was found and what was left aside. */
final class JudgedText {
    private static final int MAX_ACCEPTED = 20;
    private static final int MAX_REJECTED = 10;
    private static final int MAX_REASON = 240;

    private final TextLines text;
    private final VerifyReport report;

    JudgedText(TextLines text, VerifyReport report) {
        this.text = text;
        this.report = report;
    }

    /** Appends the image; {@code head} adds what was the same for all images. */
    void append(Consumer<TextLines> head) {
        text.line(report.subject().reference().toString());
        text.field("digest", report.subject().digest().toString());
        head.accept(text);
        findings(report.verdict().findings());
        accepted(all(Evidence.Accepted.class));
        rejected(all(Evidence.Rejected.class));
        if (report.verdict() instanceof Verdict.Refused refused) {
            text.line("  " + refused.reasons().size() + " of "
                    + refused.findings().size() + " checks failed");
        }
    }

    private void findings(List<Finding> findings) {
        int width = findings.stream()
                .mapToInt(finding -> finding.rule().length())
                .max()
                .orElse(0);
        int platforms = findings.stream()
                .mapToInt(finding -> finding.platform().map(String::length).orElse(0))
                .max()
                .orElse(0);
        String format = "  %s  %-" + (width + 1) + "s %-" + (platforms + 1) + "s %s";
        for (Finding finding : findings) {
            text.line(String.format(
                    format,
                    finding.holds() ? "pass" : "FAIL",
                    finding.rule(),
                    finding.platform().orElse(""),
                    finding.message()));
            finding.remedy().ifPresent(remedy -> text.line("        to do: " + remedy));
        }
    }

    private void accepted(List<Evidence.Accepted> evidence) {
        evidence.stream().limit(MAX_ACCEPTED).forEach(one -> {
            String type = one.type().map(PredicateType::shortName).orElse(one.predicateType());
            text.field("evidence", String.format("%-10s by %s", shortened(type), SignerText.brief(one.verified())));
        });
        more(evidence.size() - MAX_ACCEPTED);
    }

    private void rejected(List<Evidence.Rejected> evidence) {
        evidence.stream()
                .limit(MAX_REJECTED)
                .forEach(one ->
                        text.field("rejected", one.referrer() + ": " + one.reason() + ", " + shortened(one.detail())));
        more(evidence.size() - MAX_REJECTED);
    }

    private void more(int left) {
        if (left > 0) {
            text.field("", "and " + left + " more; --format json lists them all");
        }
    }

    private <T extends Evidence> List<T> all(Class<T> kind) {
        return report.subject().evidence().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** What an attacker wrote may be long; a reason is one or two lines of a terminal. */
    private static String shortened(String reason) {
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…";
    }
}
