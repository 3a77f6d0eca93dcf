package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what a signed document publishes: logins in addresses, tokens of well-known shapes, values whose
 * name speaks of a secret. It rather takes too much than too little, costs no more than the text's length (times a small
 * bound), and cannot know a secret that looks like any other text.
 */
public final class Redaction {
    /** What stands in place of a secret. */
    public static final String PLACEHOLDER = "[redacted]";

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i:token|secret|pass|pwd|key|credential|dsn|cert|codesign|auth(?!ors?(?![a-z])))"
                    + "|(?<![A-Za-z])(?i:sign|sig|pat)(?![a-z])|(?<![A-Za-z])(?i:sign)|(?<=[a-z])(?:Sign|SIGN)");
    private static final Pattern TOKEN = Pattern.compile("(?<![A-Za-z0-9])(?:gh[opsur]_\\w{10,}+|github_pat_\\w{10,}+"
            + "|glpat-[\\w.-]{10,}+|xox[abeoprs]-[\\w-]{8,}+|A[KS]IA[A-Z0-9]{16}|npm_[A-Za-z0-9]{20,}+"
            + "|eyJ[\\w-]{5,1000}+\\.[\\w-]{5,}+\\.[\\w-]*+)"
            + "|(?s:-----BEGIN[A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END|\\z))");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?<![\\w.-])([\\w.-]{1,100}+)=(\"[^\"]*+\"|'[^']*+'|[^&;\\s\"']++)");
    private static final Pattern END = Pattern.compile("[\\s\"'`<>]|$");
    // What stands behind such an @ or # is a ref or a digest, and before it no login.
    private static final Pattern NO_LOGIN = Pattern.compile("[@#]refs/|@sha[0-9]{3}:");

    private Redaction() {}

    /** Whether a variable, parameter or field of this name holds a secret, as far as a name can tell. */
    public static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).find();
    }

    /** The text without logins, tokens and assignments to names of secrets. */
    public static String of(String text) {
        return withoutTokens(withoutLogins(text));
    }

    /** The text without tokens and assignments to names of secrets; logins in addresses stay. */
    public static String withoutTokens(String text) {
        return ASSIGNMENT
                .matcher(TOKEN.matcher(text).replaceAll(PLACEHOLDER))
                .replaceAll(found -> Matcher.quoteReplacement(
                        isSecret(found.group(1)) ? found.group(1) + "=" + PLACEHOLDER : found.group()));
    }

    /**
     * The text without what stands between {@code ://} and an {@code @}. A password may itself hold {@code /} and
     * {@code @}: where a colon stands before the first slash, all up to the last {@code @} is taken for the login.
     */
    public static String withoutLogins(String text) {
        var plain = new StringBuilder();
        int done = 0;
        int end = 0;
        int last = -1;
        Matcher ends = END.matcher(text);
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at)) {
            at += 3;
            if (at >= end) {
                end = ends.find(at) ? ends.start() : text.length();
                last = at + lastAt(text.substring(at, end));
            }
            int slash = text.indexOf('/', at);
            String authority = text.substring(at, slash < 0 || slash > end ? end : slash);
            int login = Math.max(authority.indexOf(':') < 0 ? -1 : last, at + lastAt(authority));
            if (login >= at) {
                plain.append(text, done, at);
                done = login + 1;
                at = done;
            }
        }
        return plain.append(text, done, text.length()).toString();
    }

    private static int lastAt(String text) {
        Matcher stop = NO_LOGIN.matcher(text);
        return text.substring(0, stop.find() ? stop.start() : text.length()).lastIndexOf('@');
    }

    /** The value of a field: a placeholder if the field's name speaks of a secret. A boolean gives nothing away. */
    public static JsonNode of(String name, JsonNode value) {
        boolean open = value.isNull() || value.isBoolean() || value.asText().matches("true|false|");
        return isSecret(name) && !(value.isValueNode() && open)
                ? JsonNodeFactory.instance.textNode(PLACEHOLDER)
                : of(value, true);
    }

    /**
     * A copy of {@code value} in which every text is redacted, and so is the {@code value} or {@code default} beside a
     * {@code name} that speaks of a secret.
     */
    public static JsonNode of(JsonNode value) {
        return of(value, false);
    }

    private static JsonNode of(JsonNode value, boolean named) {
        if (value.isTextual()) {
            return JsonNodeFactory.instance.textNode(of(value.textValue()));
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), member(object, member.getKey(), named)));
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> copy.add(of(element, named)));
            return copy;
        }
        return value;
    }

    private static JsonNode member(ObjectNode object, String name, boolean named) {
        JsonNode value = object.path(name);
        if (name.equals("value") || name.equals("default")) {
            return of(object.path("name").asText(), value);
        }
        return named ? of(name, value) : of(value, false);
    }
}
