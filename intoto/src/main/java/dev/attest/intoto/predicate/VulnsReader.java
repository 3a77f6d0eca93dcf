package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads in-toto vulns v0.2 and what else goes by that name: v0.1 by its text, whose results are wrapped, and by its
 * protobuf definition, whose members are called {@code database}, {@code scanMetadata} and {@code result.vulnerabilities}.
 * Where one predicate has a member in two spellings, readers would disagree: it is refused.
 */
final class VulnsReader {
    static final String REPORT = "attest_report";
    static final String UNSCANNED = "attest_unscanned";
    static final String NOTES = "attest_notes";

    private VulnsReader() {}

    static Vulns read(JsonObject predicate) throws MalformedStatementException {
        try {
            JsonObject scanner = predicate.object("scanner");
            Optional<JsonObject> metadata = either(predicate, "metadata", "scanMetadata");
            Optional<JsonObject> report = predicate.optionalObject(REPORT);
            return new Vulns(
                    new Vulns.Scanner(scanner.text("uri"), text(scanner, "version"), database(scanner)),
                    results(scanner),
                    time(metadata, "scanStartedOn"),
                    time(metadata, "scanFinishedOn"),
                    report.isPresent() ? Optional.of(ResourceDescriptor.read(report.get())) : Optional.empty(),
                    predicate.texts(UNSCANNED),
                    predicate.texts(NOTES));
        } catch (MalformedJsonException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new MalformedStatementException(predicate.place() + ": " + e.getMessage());
        }
    }

    private static Vulns.Database database(JsonObject scanner) throws MalformedJsonException {
        Optional<JsonObject> db = either(scanner, "db", "database");
        return new Vulns.Database(
                db.isPresent() ? text(db.get(), "uri") : Optional.empty(),
                db.isPresent() ? text(db.get(), "version") : Optional.empty(),
                time(db, "lastUpdate"));
    }

    private static List<VulnsResult> results(JsonObject scanner) throws MalformedJsonException {
        JsonNode result = scanner.node().get("result");
        if (result == null || result.isNull()) {
            // Required: an absent list is not an empty one, which would say that nothing was found.
            throw scanner.malformed("result", "a list of vulnerabilities");
        }
        JsonObject holder = scanner;
        String name = "result";
        if (result.isObject()) {
            holder = scanner.object("result");
            name = "vulnerabilities";
            if (!holder.has(name) || holder.names().size() != 1) {
                throw scanner.malformed("result", "a list of vulnerabilities, not a scanner's own report");
            }
        }
        var results = new ArrayList<VulnsResult>();
        for (JsonObject entry : holder.objects(name)) {
            results.add(VulnsResult.read(entry));
        }
        return results;
    }

    private static Optional<JsonObject> either(JsonObject json, String name, String other)
            throws MalformedJsonException {
        if (json.has(name) && json.has(other)) {
            throw json.malformed(other, "it once, not beside " + name);
        }
        return json.optionalObject(json.has(other) ? other : name);
    }

    private static Optional<String> text(JsonObject json, String name) throws MalformedJsonException {
        return json.optionalText(name).filter(value -> !value.isBlank());
    }

    private static Optional<Instant> time(Optional<JsonObject> json, String name) throws MalformedJsonException {
        return json.isPresent() ? Rfc3339.read(json.get(), name) : Optional.empty();
    }
}
