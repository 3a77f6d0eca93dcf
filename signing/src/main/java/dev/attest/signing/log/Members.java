package dev.attest.signing.log;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.Set;
import java.util.TreeSet;

/** Members as protobuf's JSON mapping writes them: 64-bit numbers are texts, and no member is unknown. */
public final class Members {
    private Members() {}

    /** A number from zero on, written as a text or as a number. */
    static long natural(JsonObject json, String name) throws MalformedJsonException {
        if (!json.has(name)) {
            return missing(json, name);
        }
        if (json.node().get(name).isTextual()) {
            String digits = json.text(name);
            if (!digits.matches("0|[1-9][0-9]{0,17}")) {
                throw json.malformed(name, "a number from zero on");
            }
            return Long.parseLong(digits);
        }
        long value = json.integer(name);
        if (value < 0) {
            throw json.malformed(name, "a number from zero on");
        }
        return value;
    }

    /** Another reader may take an unknown member for something: what is verified must mean the same to everybody. */
    public static void onlyKnown(JsonObject json, String... known) throws MalformedJsonException {
        var unknown = new TreeSet<>(json.names());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw json.malformed(unknown.first(), "no such member");
        }
    }

    /** Protobuf leaves out what is zero. */
    private static long missing(JsonObject json, String name) throws MalformedJsonException {
        if (name.equals("logIndex")) {
            return 0;
        }
        throw json.malformed(name, "a number from zero on");
    }
}
