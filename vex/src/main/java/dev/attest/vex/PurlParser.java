package dev.attest.vex;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Takes a package URL apart from the right, as purl-spec prescribes. */
final class PurlParser {
    private static final int MAX_LENGTH = 8192;

    /** Types whose names, and namespaces, are compared without regard to case (purl-spec, types). */
    private static final Set<String> LOWER_CASE = Set.of(
            "alpm", "apk", "bitbucket", "bitnami", "composer", "deb", "github", "golang", "hex", "npm", "oci", "pypi");

    private PurlParser() {}

    static Purl parse(String text) throws MalformedVexException {
        check(text.length() <= MAX_LENGTH, "too long");
        check(text.startsWith("pkg:"), "does not begin with pkg:");
        check(text.chars().allMatch(c -> c > ' ' && c != 127), "white space");
        String rest = text.substring(4);

        int hash = rest.lastIndexOf('#');
        Optional<String> subpath = hash < 0 ? Optional.empty() : path(rest.substring(hash + 1), true);
        rest = hash < 0 ? rest : rest.substring(0, hash);
        int question = rest.lastIndexOf('?');
        Map<String, String> qualifiers = question < 0 ? Map.of() : qualifiers(rest.substring(question + 1));
        rest = question < 0 ? rest : rest.substring(0, question);

        rest = rest.replaceAll("^/+", "").replaceAll("/+$", "");
        int slash = rest.indexOf('/');
        check(slash > 0, "no type");
        String type = rest.substring(0, slash).toLowerCase(Locale.ROOT);
        check(type.matches("[a-z][a-z0-9.-]*"), "not a type");
        rest = rest.substring(slash + 1).replaceAll("^/+", "");

        // An at sign before the last slash belongs to the namespace, as in unencoded npm scopes.
        int at = rest.lastIndexOf('@');
        boolean versioned = at > rest.lastIndexOf('/') + 1;
        Optional<String> version =
                versioned ? Optional.of(PercentEncoding.decode(rest.substring(at + 1))) : Optional.empty();
        String named = versioned ? rest.substring(0, at) : rest;
        int last = named.lastIndexOf('/');
        String name = PercentEncoding.decode(named.substring(last + 1));
        check(!name.isBlank(), "no name");
        Optional<String> namespace = last < 0 ? Optional.empty() : path(named.substring(0, last), false);
        return new Purl(
                type,
                namespace.map(value -> ofType(type, value, true)),
                ofType(type, name, false),
                version.filter(value -> !value.isEmpty()),
                qualifiers,
                subpath);
    }

    private static String ofType(String type, String text, boolean namespace) {
        if (!LOWER_CASE.contains(type) && !(type.equals("rpm") && namespace)) {
            return text;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return type.equals("pypi") ? lower.replace('_', '-') : lower;
    }

    private static Optional<String> path(String text, boolean dropDots) throws MalformedVexException {
        var path = new StringBuilder();
        for (String part : text.split("/", -1)) {
            String segment = PercentEncoding.decode(part);
            check(segment.indexOf('/') < 0, "an encoded slash in a path");
            if (!segment.isEmpty() && !(dropDots && (segment.equals(".") || segment.equals("..")))) {
                path.append(path.length() == 0 ? "" : "/").append(segment);
            }
        }
        return Optional.of(path.toString()).filter(value -> !value.isEmpty());
    }

    private static Map<String, String> qualifiers(String text) throws MalformedVexException {
        var qualifiers = new TreeMap<String, String>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            check(equals > 0 || pair.isEmpty(), "a qualifier without value");
            if (equals <= 0) {
                continue;
            }
            String key = pair.substring(0, equals).toLowerCase(Locale.ROOT);
            check(key.matches("[a-z][a-z0-9._-]*"), "not a qualifier");
            String value = PercentEncoding.decode(pair.substring(equals + 1));
            check(value.isEmpty() || qualifiers.put(key, value) == null, "a qualifier twice");
        }
        return qualifiers;
    }

    private static void check(boolean holds, String complaint) throws MalformedVexException {
        if (!holds) {
            throw new MalformedVexException("package URL: " + complaint);
        }
    }
}
