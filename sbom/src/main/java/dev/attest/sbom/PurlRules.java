package dev.attest.sbom;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the definitions of purl's types ask for: what is compared without case, which characters stand for others, and
 * the parts without which a purl of the type names nothing. A namespace that a definition asks for is not insisted on
 * where purls without it are common, as with {@code pkg:golang/stdlib}.
 */
final class PurlRules {
    private static final Set<String> LOWER_NAMESPACE = Set.of(
            "alpm",
            "apk",
            "bitbucket",
            "brew",
            "composer",
            "deb",
            "github",
            "hex",
            "luarocks",
            "qpkg",
            "rpm",
            "vscode-extension",
            "yocto");
    private static final Set<String> LOWER_NAME = Set.of(
            "alpm",
            "apk",
            "bitbucket",
            "bitnami",
            "brew",
            "chrome-extension",
            "composer",
            "deb",
            "github",
            "hex",
            "luarocks",
            "oci",
            "otp",
            "pub",
            "pypi",
            "vscode-extension");
    private static final Set<String> LOWER_VERSION = Set.of("huggingface", "oci", "pypi", "vscode-extension");
    private static final Set<String> WITH_NAMESPACE = Set.of("swift", "vscode-extension");
    private static final Set<String> WITHOUT_NAMESPACE = Set.of("chrome-extension", "otp", "vcpkg");
    private static final Pattern CHROME_NAME = Pattern.compile("[a-p]{32}");
    private static final Pattern CHROME_VERSION = Pattern.compile("[0-9]+(\\.[0-9]+){0,3}");

    private PurlRules() {}

    static boolean isType(String type) {
        return isWord(type, ".-");
    }

    static boolean isKey(String key) {
        return isWord(key, "._-");
    }

    private static boolean isWord(String text, String more) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (i == 0 || ((c < '0' || c > '9') && more.indexOf(c) < 0))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static String namespace(String type, String namespace) {
        String trimmed = joined(namespace, false);
        if (type.equals("cpan")) {
            return trimmed.toUpperCase(Locale.ROOT);
        }
        return LOWER_NAMESPACE.contains(type) ? trimmed.toLowerCase(Locale.ROOT) : trimmed;
    }

    static String name(String type, String name, Map<String, String> qualifiers) {
        boolean lower = LOWER_NAME.contains(type)
                || (type.equals("mlflow")
                        && qualifiers.getOrDefault("repository_url", "").contains("databricks"));
        String cased = lower ? name.toLowerCase(Locale.ROOT) : name;
        return switch (type) {
            case "pypi" -> cased.replace('_', '-');
            case "pub" -> cased.replaceAll("[^a-z0-9_]", "_");
            case "hackage" -> cased.replace('_', '-');
            default -> cased;
        };
    }

    static String version(String type, String version) {
        return LOWER_VERSION.contains(type) ? version.toLowerCase(Locale.ROOT) : version;
    }

    static String subpath(String subpath) {
        return joined(subpath, true);
    }

    private static String joined(String path, boolean withoutDots) {
        if (path.isEmpty()) {
            return path;
        }
        var kept = new StringBuilder();
        for (String segment : path.split("/")) {
            boolean dots = withoutDots && (segment.equals(".") || segment.equals(".."));
            if (!segment.isEmpty() && !dots) {
                kept.append(kept.isEmpty() ? "" : "/").append(segment);
            }
        }
        return kept.toString();
    }

    static boolean allowsNamespace(String type, String namespace) {
        return namespace.isEmpty() ? !WITH_NAMESPACE.contains(type) : !WITHOUT_NAMESPACE.contains(type);
    }

    static boolean allows(String type, String name, String version, Map<String, String> qualifiers) {
        return switch (type) {
            case "chrome-extension" ->
                CHROME_NAME.matcher(name).matches()
                        && (version.isEmpty() || CHROME_VERSION.matcher(version).matches());
            case "cpan" -> !name.contains("::");
            case "julia" -> qualifiers.containsKey("uuid");
            case "swid" -> qualifiers.containsKey("tag_id");
            default -> true;
        };
    }
}
