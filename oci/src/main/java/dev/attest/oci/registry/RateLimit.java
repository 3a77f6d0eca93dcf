package dev.attest.oci.registry;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry that has had enough says about its limit, as far as that is numbers or a date. */
final class RateLimit {
    private static final Pattern COUNT = Pattern.compile("([0-9]{1,9})(?:\\s*;\\s*w=([0-9]{1,9}))?");
    private static final Pattern AFTER = Pattern.compile("[0-9]{1,9}|[A-Za-z]{3}, [0-9A-Za-z :]{10,30}");

    private RateLimit() {}

    /** The rest of a sentence that says that the limit is reached. */
    static String describe(HttpResponse<?> response) {
        return left(response) + asked(response)
                + "; a login, where there was none, may raise it, and --registry-mirror can name a copy to read from";
    }

    private static String left(HttpResponse<?> response) {
        Optional<Matcher> limit = count(response, "RateLimit-Limit");
        Optional<Matcher> remaining = count(response, "RateLimit-Remaining");
        if (limit.isEmpty() && remaining.isEmpty()) {
            return "";
        }
        Optional<String> window = limit.or(() -> remaining).map(found -> found.group(2));
        return "; " + remaining.map(found -> found.group(1)).orElse("none") + " left"
                + limit.map(found -> " of " + found.group(1)).orElse("")
                + window.map(seconds -> " in " + seconds + " seconds").orElse("");
    }

    private static Optional<Matcher> count(HttpResponse<?> response, String name) {
        return response.headers()
                .firstValue(name)
                .or(() -> response.headers().firstValue("X-" + name))
                .map(COUNT::matcher)
                .filter(Matcher::matches);
    }

    private static String asked(HttpResponse<?> response) {
        String value = Answers.header(response, "Retry-After").strip();
        if (!AFTER.matcher(value).matches()) {
            return "";
        }
        return Character.isDigit(value.charAt(0))
                ? "; it asks to wait " + value + " seconds"
                : "; it asks to wait until " + value;
    }
}
