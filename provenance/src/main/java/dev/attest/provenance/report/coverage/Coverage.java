package dev.attest.provenance.report.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.Scai;
import dev.attest.intoto.predicate.ScaiAttribute;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.ReportFile;
import dev.attest.provenance.report.file.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much of the source the tests ran through, by one report or by several that have a true sum.
 *
 * @param tool what measured it, such as {@code jacoco}
 * @param counters by what is counted; lines or statements at least, and nothing of which there is none
 * @param evidence the reports
 * @param notes where a report's own numbers are not what its lines show, and what was left out
 */
public record Coverage(
        String tool, Map<Unit, Counter> counters, Optional<ResourceDescriptor> evidence, List<String> notes) {
    /** More reports than a build could have in good faith. */
    public static final int MAX_REPORTS = 1_000;

    private static final String TOOL = "tool";
    private static final String NOTES = "notes";

    public Coverage {
        var kept = new EnumMap<Unit, Counter>(Unit.class);
        counters.forEach((unit, counter) -> {
            if (!counter.isEmpty()) {
                kept.put(unit, counter);
            }
        });
        counters = Collections.unmodifiableMap(kept);
        notes = List.copyOf(notes);
        if (!kept.containsKey(Unit.LINE) && !kept.containsKey(Unit.STATEMENT)) {
            throw new IllegalArgumentException("neither lines nor statements are counted");
        }
    }

    /** Reads the reports, each in the form that its content shows; at least one. */
    public static Coverage read(List<Path> named) throws IOException, MalformedProvenanceException {
        var merge = new Merge();
        var reports = new ArrayList<ResourceDescriptor>();
        var notes = new ArrayList<String>();
        for (ReportFile file : ReportFiles.files(named, MAX_REPORTS)) {
            ReportFile.Read<CoverageReport> read = file.read(Detected::read);
            merge.add(read.value(), file.name());
            reports.add(read.resource());
            read.value().notes().forEach(note -> notes.add(file.name() + ": " + note));
        }
        Tally tally = merge.tally();
        var counters = new EnumMap<Unit, Counter>(Unit.class);
        counters.putAll(tally.counters());
        if (!tally.branchesKnown()) {
            counters.remove(Unit.BRANCH);
            notes.add("branches of one line were measured more than once and have no true sum, so none are given");
        }
        try {
            return new Coverage(
                    String.join(",", merge.tools()), counters, Optional.of(ReportEvidence.of(reports)), notes);
        } catch (IllegalArgumentException e) {
            throw new MalformedProvenanceException("the coverage reports count no line and no statement");
        }
    }

    /** What an attribute report asserts; refused when it is not one, or gives ratios that its own numbers do not. */
    public static Coverage read(Scai scai) throws MalformedProvenanceException {
        List<ScaiAttribute> attributes = scai.named(PredicateType.COVERAGE_ATTRIBUTE);
        if (attributes.size() != 1) {
            throw new MalformedProvenanceException(
                    "expected " + PredicateType.COVERAGE_ATTRIBUTE + " once, not " + attributes.size() + " times");
        }
        return Conditions.read(attributes.get(0));
    }

    /** The predicate: one attribute with the numbers, their ratios and the reports. */
    public Scai predicate(Optional<ResourceDescriptor> producer) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        var conditions = new TreeMap<String, JsonNode>();
        conditions.put(TOOL, json.textNode(tool));
        counters.forEach((unit, counter) -> {
            conditions.put(unit.ratioName(), json.numberNode(counter.ratio()));
            conditions.put(unit.coveredName(), json.numberNode(counter.covered()));
            conditions.put(unit.totalName(), json.numberNode(counter.total()));
        });
        if (!notes.isEmpty()) {
            ArrayNode list = json.arrayNode();
            notes.forEach(list::add);
            conditions.put(NOTES, list);
        }
        var attribute = new ScaiAttribute(PredicateType.COVERAGE_ATTRIBUTE, Optional.empty(), conditions, evidence);
        return new Scai(List.of(attribute), producer);
    }

    /** What is counted, if it is. */
    public Optional<Counter> get(Unit unit) {
        return Optional.ofNullable(counters.get(unit));
    }
}
