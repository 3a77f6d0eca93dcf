package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.vex.Purl;
import dev.attest.vex.scan.AffectedPackage;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.Finding.Suppression;
import dev.attest.vex.scan.Severity;
import dev.attest.vex.scan.Severity.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One result of a SARIF run, with its rule. */
final class SarifResult {
    private static final Set<String> OTHER_TAGS = Set.of("secret", "misconfiguration", "license");
    private static final Set<String> NO_PROBLEM = Set.of("pass", "notApplicable", "informational");

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,40}:|[/\\\\]|(?i:%2f|%5c)");

    private final JsonObject result;
    private final Optional<JsonObject> rule;
    private final SarifProse prose;

    SarifResult(JsonObject result, Optional<JsonObject> rule, String tool) throws MalformedJsonException {
        this.result = result;
        this.rule = rule;
        this.prose = SarifProse.read(
                tool, text(Optional.of(result), "message"), text(rule, "help"), text(rule, "fullDescription"));
    }

    /** What kind of result it is when it is no vulnerability. */
    Optional<String> otherKind() throws MalformedJsonException {
        String kind = result.optionalText("kind").orElse("fail");
        if (NO_PROBLEM.contains(kind)) {
            return Optional.of(kind);
        }
        if (result.optionalText("baselineState").orElse("").equals("absent")) {
            return Optional.of("absent");
        }
        Optional<JsonObject> properties = properties();
        List<String> tags = properties.isPresent() ? properties.get().texts("tags") : List.of();
        return tags.stream().filter(OTHER_TAGS::contains).findFirst();
    }

    Finding finding(ReportDraft draft) throws MalformedJsonException {
        Optional<String> id = ReportText.name(result, "ruleId");
        if (id.isEmpty() && rule.isPresent()) {
            id = ReportText.name(rule.get(), "id");
        }
        if (id.isEmpty()) {
            throw result.malformed("ruleId", "a text, or a rule that has one");
        }
        var aliases = new ArrayList<String>();
        if (rule.isPresent()) {
            aliases.addAll(ReportText.names(rule.get(), "deprecatedIds"));
        }
        boolean one = prose.others().size() == 1;
        aliases.addAll(one ? prose.others() : List.of());
        return new Finding(
                named(id.get()),
                aliases,
                one ? List.of() : prose.others(),
                affected(draft),
                severities(),
                prose.fix(),
                suppression());
    }

    /** grype appends the package to the id, which would hide the vulnerability from everybody who asks for it. */
    private String named(String rule) {
        return prose.id()
                .filter(id -> rule.equals(id + "-" + prose.name().orElse("")))
                .orElse(rule);
    }

    private AffectedPackage affected(ReportDraft draft) throws MalformedJsonException {
        Optional<JsonObject> properties = properties();
        List<String> purls = properties.isPresent() ? ReportText.names(properties.get(), "purls") : List.of();
        // A rule stands for every version of its package, but has the purl of the first one only.
        Optional<Purl> purl = purls.size() == 1 ? Purl.of(purls.get(0)) : Optional.empty();
        Optional<String> own = purl.filter(
                        one -> prose.version().isEmpty() || one.version().equals(prose.version()))
                .map(Purl::toString);
        return new AffectedPackage(draft.purl(own), prose.name(), prose.version(), prose.type(), locations());
    }

    private List<String> locations() throws MalformedJsonException {
        var locations = new ArrayList<String>();
        for (JsonObject location : result.objects("locations")) {
            Optional<JsonObject> physical = location.optionalObject("physicalLocation");
            Optional<JsonObject> artifact =
                    physical.isPresent() ? physical.get().optionalObject("artifactLocation") : Optional.empty();
            if (physical.isEmpty() || artifact.isEmpty()) {
                continue;
            }
            Optional<String> uri = ReportText.name(artifact.get(), "uri").flatMap(SarifResult::shown);
            long line = physical.get().node().path("region").path("startLine").asLong(0);
            // Scanners of packages write line 1 for want of a better one.
            boolean code = prose.name().isEmpty() && line > 0;
            uri.map(text -> code ? text + ":" + line : text).ifPresent(locations::add);
        }
        return locations;
    }

    /** A relative URI; of another one the last name, because the folders are those of one machine. */
    private static Optional<String> shown(String uri) {
        if (!ABSOLUTE.matcher(uri).lookingAt()) {
            return Optional.of(uri);
        }
        String name =
                uri.substring(Math.max(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('\\')), uri.indexOf(':')) + 1);
        return Optional.of(name).filter(text -> !text.isBlank());
    }

    private List<Severity> severities() throws MalformedJsonException {
        var severities = new ArrayList<Severity>();
        prose.severity().ifPresent(label -> severities.add(Severity.label(label, Optional.empty())));
        Optional<JsonObject> properties = properties();
        if (properties.isPresent()) {
            ReportText.number(properties.get(), "security-severity")
                    .flatMap(score -> Severity.score(Method.SECURITY_SEVERITY, score, Optional.empty()))
                    .ifPresent(severities::add);
            ReportText.number(properties.get(), "cvssv3_baseScore")
                    .flatMap(score -> Severity.score(Method.CVSS_V3, score, Optional.empty()))
                    .ifPresent(severities::add);
        }
        Optional<String> level = ReportText.name(result, "level");
        if (level.isEmpty() && rule.isPresent()) {
            Optional<JsonObject> defaults = rule.get().optionalObject("defaultConfiguration");
            level = defaults.isPresent() ? ReportText.name(defaults.get(), "level") : Optional.empty();
        }
        // SARIF 3.27.10: without a level it is a warning.
        severities.add(new Severity(Method.SARIF_LEVEL, level.orElse("warning"), Optional.empty()));
        return severities;
    }

    /** SARIF 3.27.23: suppressed when there is a suppression, and none that is under review or rejected. */
    private Optional<Suppression> suppression() throws MalformedJsonException {
        List<JsonObject> suppressions = result.objects("suppressions");
        var reasons = new ArrayList<String>();
        for (JsonObject suppression : suppressions) {
            if (!suppression.optionalText("status").orElse("accepted").equals("accepted")) {
                return Optional.empty();
            }
            reasons.add(suppression.optionalText("kind").orElse("") + " "
                    + suppression.optionalText("justification").orElse(""));
        }
        return suppressions.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suppression("suppression", ReportText.remark(String.join(", ", reasons))));
    }

    private Optional<JsonObject> properties() throws MalformedJsonException {
        return rule.isPresent() ? rule.get().optionalObject("properties") : Optional.empty();
    }

    private static String text(Optional<JsonObject> json, String member) throws MalformedJsonException {
        Optional<JsonObject> message = json.isPresent() ? json.get().optionalObject(member) : Optional.empty();
        return message.isPresent() ? message.get().optionalText("text").orElse("") : "";
    }
}
