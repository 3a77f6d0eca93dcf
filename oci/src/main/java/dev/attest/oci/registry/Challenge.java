package dev.attest.oci.registry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry asks for with 401 (RFC 9110 §11.6.1; distribution token specification). */
record Challenge(Scheme scheme, Map<String, String> parameters) {
    private static final int MAX_LENGTH = 8192;
    private static final Pattern PARAMETER = Pattern.compile(
            "([A-Za-z0-9_-]{1,64})\\s{0,8}=\\s{0,8}(?:\"((?:[^\"\\\\]|\\\\.){0,4096}+)\"|([^\\s,\"]{1,4096}))");

    /** The schemes that attest can answer, the better one first. */
    enum Scheme {
        BEARER,
        BASIC
    }

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** The best challenge among the values of {@code WWW-Authenticate}. */
    static Optional<Challenge> best(List<String> headers) {
        for (Scheme scheme : Scheme.values()) {
            String name = scheme.name().toLowerCase(Locale.ROOT) + " ";
            for (String header : headers) {
                if (header.length() <= MAX_LENGTH && (header.toLowerCase(Locale.ROOT) + " ").startsWith(name)) {
                    return Optional.of(new Challenge(scheme, parameters(header)));
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> parameters(String header) {
        var parameters = new TreeMap<String, String>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            String value = matcher.group(2) == null
                    ? matcher.group(3)
                    : matcher.group(2).replaceAll("\\\\(.)", "$1");
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }
}
