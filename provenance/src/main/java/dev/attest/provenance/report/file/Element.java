package dev.attest.provenance.report.file;

import dev.attest.provenance.MalformedProvenanceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The start of an XML element: its name, the names of those around it, outermost first, and its attributes. */
public record Element(String name, List<String> around, Map<String, String> attributes, int line) {
    /** Numbers above this are refused, so that no sum of them overflows. */
    public static final long MAX_NUMBER = 1_000_000_000_000L;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,13}");

    /** The element's parent, or nothing for the root. */
    public String parent() {
        return around.isEmpty() ? "" : around.get(around.size() - 1);
    }

    /** The element around the parent. */
    public String grandparent() {
        return around.size() < 2 ? "" : around.get(around.size() - 2);
    }

    public Optional<String> text(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** An attribute that has to be there and to say something. */
    public String required(String attribute) throws MalformedProvenanceException {
        Optional<String> value = text(attribute).filter(text -> !text.isBlank());
        if (value.isEmpty()) {
            throw malformed(attribute, "a value");
        }
        return value.get();
    }

    /** A whole number from zero to {@link #MAX_NUMBER} that has to be there. */
    public long number(String attribute) throws MalformedProvenanceException {
        OptionalLong number = optionalNumber(attribute);
        if (number.isEmpty()) {
            throw malformed(attribute, "a number");
        }
        return number.getAsLong();
    }

    /** As {@link #number}, or nothing where the attribute is absent or empty. */
    public OptionalLong optionalNumber(String attribute) throws MalformedProvenanceException {
        String value = text(attribute).orElse("");
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!NUMBER.matcher(value).matches() || Long.parseLong(value) > MAX_NUMBER) {
            throw malformed(attribute, "a whole number from 0 to " + MAX_NUMBER);
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    /** A complaint about an attribute. */
    public MalformedProvenanceException malformed(String attribute, String expected) {
        return new MalformedProvenanceException(
                "line " + line + ", " + name + "/@" + attribute + ": expected " + expected);
    }
}
