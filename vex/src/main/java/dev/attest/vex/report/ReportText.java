package dev.attest.vex.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Texts, times and numbers of reports, bounded and on one line, so that they can be signed and shown. */
final class ReportText {
    /** Identifiers, names and versions have at most this many characters. */
    static final int MAX_NAME = 1_000;

    /** What scanners say in prose is cut to this many characters. */
    static final int MAX_REMARK = 500;

    private static final String DIGEST = "sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}";

    private ReportText() {}

    /** A name that may be absent or empty. */
    static Optional<String> name(JsonObject json, String member) throws MalformedJsonException {
        Optional<String> text = json.optionalText(member).map(String::strip).filter(value -> !value.isEmpty());
        if (text.isPresent() && !isName(text.get())) {
            throw json.malformed(member, "one line of at most " + MAX_NAME + " characters");
        }
        return text;
    }

    /** A name that has to be there. */
    static String required(JsonObject json, String member) throws MalformedJsonException {
        Optional<String> text = name(json, member);
        if (text.isEmpty()) {
            throw json.malformed(member, "a text");
        }
        return text.get();
    }

    /** Names in a list; empty ones are passed over. */
    static List<String> names(JsonObject json, String member) throws MalformedJsonException {
        var names = new ArrayList<String>();
        for (String text : json.texts(member)) {
            if (!text.isBlank() && !isName(text.strip())) {
                throw json.malformed(member, "lines of at most " + MAX_NAME + " characters");
            }
            if (!text.isBlank()) {
                names.add(text.strip());
            }
        }
        return names;
    }

    /** Prose on one line, cut. */
    static String remark(String text) {
        var line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < MAX_REMARK; i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isISOControl(c);
            if (!space) {
                line.append(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        int end = line.length();
        if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
            line.setLength(end - 1);
        }
        return line.toString().strip();
    }

    /** A time that may be absent or empty; Go's zero time and what stands before 1970 count as absent. */
    static Optional<Instant> time(JsonObject json, String member) throws MalformedJsonException {
        Optional<String> text = json.optionalText(member).filter(value -> !value.isBlank());
        try {
            return text.map(value -> OffsetDateTime.parse(value.strip()).toInstant())
                    .filter(Instant.EPOCH::isBefore);
        } catch (DateTimeException e) {
            throw json.malformed(member, "an RFC 3339 time");
        }
    }

    /** A number, also one that is written as a text; absent where there is none. */
    static Optional<BigDecimal> number(JsonObject json, String member) throws MalformedJsonException {
        JsonNode value = json.node().get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        String text = json.optionalText(member).orElse("").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?")) {
            throw json.malformed(member, "a number");
        }
        return Optional.of(new BigDecimal(text));
    }

    /** The digest that a text is, or that stands behind its last at sign. */
    static Optional<String> digest(String reference) {
        String text = reference.substring(reference.lastIndexOf('@') + 1);
        return Optional.of(text).filter(value -> value.matches(DIGEST));
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_NAME && text.chars().noneMatch(Character::isISOControl);
    }
}
