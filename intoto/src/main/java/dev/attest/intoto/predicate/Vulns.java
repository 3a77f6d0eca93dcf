package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * in-toto vulns v0.2: what a scanner found in the subjects, with which database, and when. An empty {@code result} says
 * that nothing was found, so what is missing from it stands in {@code unscanned} and {@code notes} (the extension fields
 * {@code attest_unscanned} and {@code attest_notes}), and the report it was made from in {@code report}
 * ({@code attest_report}). Times that others leave out are empty; {@link #json()} does not write without them.
 */
public record Vulns(
        Scanner scanner,
        List<VulnsResult> result,
        Optional<Instant> scanStartedOn,
        Optional<Instant> scanFinishedOn,
        Optional<ResourceDescriptor> report,
        List<String> unscanned,
        List<String> notes) {
    /** More findings than a report of an image has; what holds more does not fit a transparency log by far. */
    public static final int MAX_RESULTS = 100_000;

    /** More remarks than anybody reads. */
    public static final int MAX_REMARKS = 10_000;

    /** Who scanned; {@code uri} is where the scanner comes from. */
    public record Scanner(String uri, Optional<String> version, Database db) {
        public Scanner {
            OneLine.of("scanner.uri", uri);
            if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S+")) {
                throw new IllegalArgumentException("scanner.uri is not a URI");
            }
            version.ifPresent(value -> OneLine.of("scanner.version", value));
        }
    }

    /** What was known of vulnerabilities at the scan. */
    public record Database(Optional<String> uri, Optional<String> version, Optional<Instant> lastUpdate) {
        public Database {
            uri.ifPresent(value -> OneLine.of("scanner.db.uri", value));
            version.ifPresent(value -> OneLine.of("scanner.db.version", value));
        }
    }

    public Vulns {
        result = List.copyOf(result);
        unscanned = List.copyOf(unscanned);
        notes = List.copyOf(notes);
        if (result.size() > MAX_RESULTS) {
            throw new IllegalArgumentException("more than " + MAX_RESULTS + " vulnerabilities");
        }
        if (unscanned.size() > MAX_REMARKS || notes.size() > MAX_REMARKS) {
            throw new IllegalArgumentException("more than " + MAX_REMARKS + " remarks");
        }
        if (scanStartedOn.isPresent()
                && scanFinishedOn.isPresent()
                && scanFinishedOn.get().isBefore(scanStartedOn.get())) {
            throw new IllegalArgumentException("a scan that finished before it started");
        }
    }

    /**
     * Reads the predicate, also in the spellings of v0.1. A result that is a scanner's own report, as in cosign's record of
     * a scan, is refused here: what it lists is only known to who can read that report.
     */
    public static Vulns read(JsonObject predicate) throws MalformedStatementException {
        return VulnsReader.read(predicate);
    }

    /**
     * The predicate as JSON.
     *
     * @throws IllegalArgumentException when a time that the specification requires is missing
     */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object();
        ObjectNode who = json.putObject("scanner").put("uri", scanner.uri());
        scanner.version().ifPresent(version -> who.put("version", version));
        ObjectNode db = who.putObject("db");
        scanner.db().uri().ifPresent(uri -> db.put("uri", uri));
        scanner.db().version().ifPresent(version -> db.put("version", version));
        db.put("lastUpdate", required("scanner.db.lastUpdate", scanner.db().lastUpdate()));
        ArrayNode list = who.putArray("result");
        result.forEach(one -> list.add(one.json()));
        json.putObject("metadata")
                .put("scanStartedOn", required("metadata.scanStartedOn", scanStartedOn))
                .put("scanFinishedOn", required("metadata.scanFinishedOn", scanFinishedOn));
        report.ifPresent(descriptor -> json.set(VulnsReader.REPORT, descriptor.json()));
        put(json, VulnsReader.UNSCANNED, unscanned);
        put(json, VulnsReader.NOTES, notes);
        return json;
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.VULNS.uri(), json());
    }

    private static String required(String name, Optional<Instant> time) {
        return time.orElseThrow(() -> new IllegalArgumentException(name + " is required"))
                .toString();
    }

    private static void put(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = json.putArray(name);
            texts.forEach(list::add);
        }
    }
}
