package dev.attest.provenance.report.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.predicate.ScaiAttribute;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.MalformedProvenanceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads the conditions of a coverage attribute, in which the numbers count and the ratios only repeat them. */
final class Conditions {
    private Conditions() {}

    static Coverage read(ScaiAttribute attribute) throws MalformedProvenanceException {
        ObjectNode node = StrictJson.object();
        attribute.conditions().forEach(node::set);
        try {
            JsonObject conditions = JsonObject.of(node, "conditions");
            Map<Unit, Counter> counters = new EnumMap<>(Unit.class);
            for (Unit unit : Unit.values()) {
                Optional<Counter> counter = counter(conditions, unit);
                if (counter.isPresent()) {
                    counters.put(unit, counter.get());
                }
            }
            return new Coverage(
                    conditions.optionalText("tool").orElse(""),
                    counters,
                    attribute.evidence(),
                    conditions.texts("notes"));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Counter> counter(JsonObject conditions, Unit unit) throws MalformedJsonException {
        if (!conditions.has(unit.ratioName())
                && !conditions.has(unit.coveredName())
                && !conditions.has(unit.totalName())) {
            return Optional.empty();
        }
        var counter = new Counter(conditions.integer(unit.coveredName()), conditions.integer(unit.totalName()));
        JsonNode ratio = conditions.node().path(unit.ratioName());
        boolean agrees =
                !counter.isEmpty() && ratio.isNumber() && ratio.decimalValue().compareTo(counter.ratio()) == 0;
        if (!agrees) {
            throw conditions.malformed(
                    unit.ratioName(),
                    "the ratio of " + counter + ", rounded down to " + Counter.DECIMALS + " decimals");
        }
        return Optional.of(counter);
    }
}
