package dev.attest.vex.report;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.vex.Purl;
import dev.attest.vex.scan.AffectedPackage;
import dev.attest.vex.scan.Finding;
import dev.attest.vex.scan.Finding.Fix;
import dev.attest.vex.scan.Finding.FixState;
import dev.attest.vex.scan.Finding.Suppression;
import dev.attest.vex.scan.Severity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** CycloneDX with {@code vulnerabilities}, as grype and trivy write it; a bill of materials alone is no report. */
final class CycloneDxReport implements ReportFormat {
    private static final Set<String> SETTLED =
            Set.of("resolved", "resolved_with_pedigree", "false_positive", "not_affected");
    private static final String UPGRADE = " to version ";

    @Override
    public boolean fits(JsonObject json) {
        return json.node().path("bomFormat").asText("").equals("CycloneDX");
    }

    @Override
    public void read(JsonObject json, ReportDraft draft) throws MalformedJsonException {
        if (!json.has("vulnerabilities")) {
            throw json.malformed(
                    "vulnerabilities",
                    "a list, empty where nothing was found; a document without one is"
                            + " a bill of materials and no scan");
        }
        Optional<JsonObject> metadata = json.optionalObject("metadata");
        if (metadata.isPresent()) {
            tool(metadata.get(), draft);
            draft.finishedOn(ReportText.time(metadata.get(), "timestamp"));
            Optional<JsonObject> component = metadata.get().optionalObject("component");
            if (component.isPresent()) {
                target(component.get(), draft);
            }
        }
        Map<String, JsonObject> components = components(json);
        List<JsonObject> vulnerabilities = json.objects("vulnerabilities");
        for (JsonObject vulnerability : vulnerabilities) {
            findings(vulnerability, components, draft);
        }
        if (vulnerabilities.isEmpty()) {
            // trivy writes the empty list also when it was asked for nothing but the bill of materials.
            draft.unscanned("the document lists no vulnerabilities, and does not say that any were looked up");
        }
        for (JsonObject composition : json.objects("compositions")) {
            if (composition.optionalText("aggregate").orElse("").startsWith("incomplete")) {
                draft.unscanned("the document calls its list of components incomplete");
            }
        }
    }

    /** Before 1.5 tools are a list, since then an object; a scanner known by name goes before the others. */
    private static void tool(JsonObject metadata, ReportDraft draft) throws MalformedJsonException {
        boolean object = metadata.node().path("tools").isObject();
        List<JsonObject> tools = object ? metadata.object("tools").objects("components") : metadata.objects("tools");
        Optional<JsonObject> chosen = tools.stream()
                .filter(tool -> Set.of("grype", "trivy", "osv-scanner")
                        .contains(tool.node().path("name").asText()))
                .findFirst()
                .or(() -> tools.stream().findFirst());
        if (chosen.isPresent()) {
            draft.tool(
                    ReportText.required(chosen.get(), "name"),
                    ReportText.name(chosen.get(), "version"),
                    Optional.empty());
        }
    }

    private static void target(JsonObject component, ReportDraft draft) throws MalformedJsonException {
        draft.target(component.optionalText("name"));
        draft.digest(ReportText.name(component, "version").orElse(""));
        Optional<Purl> purl = ReportText.name(component, "purl").flatMap(Purl::of);
        purl.filter(one -> one.type().equals("oci")).flatMap(Purl::version).ifPresent(draft::digest);
        for (JsonObject property : component.objects("properties")) {
            String name = property.optionalText("name").orElse("");
            if (name.equals("aquasecurity:trivy:ImageID") || name.equals("aquasecurity:trivy:RepoDigest")) {
                draft.digest(property.optionalText("value").orElse(""));
            }
        }
    }

    private static Map<String, JsonObject> components(JsonObject json) throws MalformedJsonException {
        var components = new TreeMap<String, JsonObject>();
        var waiting = new ArrayDeque<JsonObject>(json.objects("components"));
        Optional<JsonObject> metadata = json.optionalObject("metadata");
        Optional<JsonObject> root =
                metadata.isPresent() ? metadata.get().optionalObject("component") : Optional.empty();
        root.ifPresent(waiting::add);
        while (!waiting.isEmpty()) {
            JsonObject component = waiting.poll();
            Optional<String> ref = component.optionalText("bom-ref").filter(text -> !text.isEmpty());
            if (ref.isPresent() && components.put(ref.get(), component) != null) {
                throw component.malformed("bom-ref", "a reference that no other component has");
            }
            waiting.addAll(component.objects("components"));
        }
        return components;
    }

    private static void findings(JsonObject json, Map<String, JsonObject> components, ReportDraft draft)
            throws MalformedJsonException {
        String id = ReportText.required(json, "id");
        var aliases = new ArrayList<String>();
        for (JsonObject reference : json.objects("references")) {
            ReportText.name(reference, "id").ifPresent(aliases::add);
        }
        List<Severity> severities = severities(json);
        Optional<Suppression> analysis = analysis(json);
        List<JsonObject> affects = json.objects("affects");
        for (JsonObject affected : affects) {
            Optional<Suppression> why = analysis.isPresent() ? analysis : unaffected(affected);
            AffectedPackage where = affected(affected, components, draft);
            draft.finding(new Finding(id, aliases, List.of(), where, severities, fix(json, affected), why));
        }
        if (affects.isEmpty()) {
            draft.finding(
                    new Finding(id, aliases, List.of(), AffectedPackage.UNKNOWN, severities, Fix.UNKNOWN, analysis));
        }
    }

    private static List<Severity> severities(JsonObject json) throws MalformedJsonException {
        var severities = new ArrayList<Severity>();
        for (JsonObject rating : json.objects("ratings")) {
            Optional<JsonObject> by = rating.optionalObject("source");
            Optional<String> source = by.isPresent() ? ReportText.name(by.get(), "name") : Optional.empty();
            rating.optionalText("severity").ifPresent(label -> severities.add(Severity.label(label, source)));
            String method = rating.optionalText("method").orElse("");
            if (method.startsWith("CVSSv")) {
                var version = Severity.Method.cvss(method.substring("CVSSv".length()));
                ReportText.number(rating, "score")
                        .flatMap(score -> Severity.score(version, score, source))
                        .ifPresent(severities::add);
                ReportText.name(rating, "vector")
                        .ifPresent(text -> severities.add(new Severity(Severity.Method.CVSS_VECTOR, text, source)));
            }
        }
        return severities;
    }

    private static Optional<Suppression> analysis(JsonObject json) throws MalformedJsonException {
        Optional<JsonObject> analysis = json.optionalObject("analysis");
        String state =
                analysis.isPresent() ? analysis.get().optionalText("state").orElse("") : "";
        if (analysis.isEmpty() || !SETTLED.contains(state)) {
            return Optional.empty();
        }
        String reason = String.join(
                " ",
                state,
                analysis.get().optionalText("justification").orElse(""),
                analysis.get().optionalText("detail").orElse(""));
        return Optional.of(new Suppression("analysis", ReportText.remark(reason)));
    }

    private static Optional<Suppression> unaffected(JsonObject affected) throws MalformedJsonException {
        List<JsonObject> versions = affected.objects("versions");
        boolean none = !versions.isEmpty()
                && versions.stream()
                        .allMatch(one -> one.node().path("status").asText("").equals("unaffected"));
        return none ? Optional.of(new Suppression("analysis", "all versions are unaffected")) : Optional.empty();
    }

    /** A reference is a component's, that of another document behind {@code #}, or a purl. */
    private static AffectedPackage affected(JsonObject affected, Map<String, JsonObject> components, ReportDraft draft)
            throws MalformedJsonException {
        String ref = ReportText.required(affected, "ref");
        JsonObject component = components.get(ref.startsWith("urn:cdx:") ? ref.substring(ref.indexOf('#') + 1) : ref);
        if (component != null) {
            Optional<String> purl = ReportText.name(component, "purl").or(() -> Optional.of(ref));
            return new AffectedPackage(
                    purl.filter(text -> text.startsWith("pkg:")).flatMap(text -> draft.purl(Optional.of(text))),
                    name(component),
                    ReportText.name(component, "version"),
                    ReportText.name(component, "type"),
                    List.of());
        }
        Optional<Purl> purl = Purl.of(ref);
        if (purl.isEmpty()) {
            return new AffectedPackage(
                    Optional.empty(), Optional.of(ref), Optional.empty(), Optional.empty(), List.of());
        }
        return new AffectedPackage(
                purl.map(Purl::toString),
                purl.map(Purl::name),
                purl.flatMap(Purl::version),
                purl.map(Purl::type),
                List.of());
    }

    private static Optional<String> name(JsonObject component) throws MalformedJsonException {
        Optional<String> group = ReportText.name(component, "group");
        Optional<String> name = ReportText.name(component, "name");
        return group.isPresent() ? name.map(text -> group.get() + "/" + text) : name;
    }

    /** Versions that are not affected, or trivy's sentence that names them. */
    private static Fix fix(JsonObject json, JsonObject affected) throws MalformedJsonException {
        var versions = new ArrayList<String>();
        for (JsonObject version : affected.objects("versions")) {
            if (version.optionalText("status").orElse("").equals("unaffected")) {
                ReportText.name(version, "version").ifPresent(versions::add);
            }
        }
        String advice = json.optionalText("recommendation").orElse("");
        if (versions.isEmpty() && advice.startsWith("Upgrade ") && advice.contains(UPGRADE)) {
            String list = advice.substring(advice.lastIndexOf(UPGRADE) + UPGRADE.length());
            Arrays.stream(list.split("[,;]", -1))
                    .map(ReportText::remark)
                    .filter(text -> !text.isEmpty() && text.indexOf(' ') < 0)
                    .forEach(versions::add);
        }
        return new Fix(versions.isEmpty() ? FixState.UNKNOWN : FixState.FIXED, versions);
    }
}
