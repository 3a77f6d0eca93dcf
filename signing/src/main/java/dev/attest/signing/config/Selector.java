package dev.attest.signing.config;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.Optional;

/** How many of the usable services are used: all, any one, or exactly {@code count}. */
record Selector(Mode mode, int count) {
    enum Mode {
        ALL,
        ANY,
        EXACT
    }

    static Selector read(JsonObject config, String name) throws MalformedJsonException {
        JsonObject json = config.object(name);
        Mode mode =
                switch (json.text("selector")) {
                    case "ALL" -> Mode.ALL;
                    case "ANY" -> Mode.ANY;
                    case "EXACT" -> Mode.EXACT;
                    default -> throw json.malformed("selector", "ALL, ANY or EXACT");
                };
        long count = json.optionalInteger("count").orElse(0);
        if (count < 0 || count > SigningConfig.MAX_SERVICES || (mode == Mode.EXACT && count == 0)) {
            throw json.malformed("count", "1 to " + SigningConfig.MAX_SERVICES);
        }
        return new Selector(mode, (int) count);
    }

    /** How many of {@code available} services to use, or empty when there are too few. */
    Optional<Integer> of(int available) {
        int wanted =
                switch (mode) {
                    case ALL -> available;
                    case ANY -> 1;
                    case EXACT -> count;
                };
        return wanted <= available ? Optional.of(wanted) : Optional.empty();
    }
}
