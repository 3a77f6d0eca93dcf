package dev.attest.sbom.facts;

import dev.attest.oci.ImageConfig;
import dev.attest.sbom.secret.SecretKind;
import dev.attest.sbom.secret.Secrets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Secrets in variables, labels, start commands, the health check and the history's build arguments: by their form, or because a name such as
 * {@code DB_PASSWORD} has a literal value. What is stated is where, and the name; never a value.
 */
final class ConfigSecrets {
    private static final List<String> ENDINGS = List.of(
            "TOKEN",
            "PGPASSWORD",
            "MYSQL_PWD",
            "SSHPASS",
            "PASSWORD",
            "PASSWD",
            "PASSPHRASE",
            "SECRET",
            "SECRET_KEY",
            "API_KEY",
            "APIKEY",
            "ACCESS_KEY",
            "PRIVATE_KEY",
            "CREDENTIALS",
            "AUTH_KEY",
            "ENCRYPTION_KEY");
    /** Words that stand for a value that is given elsewhere, is no secret, or is every JDK's. */
    private static final Set<String> NO_VALUES = Set.of(
            "",
            "true",
            "false",
            "yes",
            "no",
            "none",
            "null",
            "nil",
            "undefined",
            "file",
            "env",
            "required",
            "optional",
            "changeit",
            "0",
            "1");

    private static final Pattern ASSIGNMENT = Pattern.compile("[\\s|]+");
    private static final int MAX_STEP = 100_000;

    private final Scene scene;

    ConfigSecrets(Scene scene) {
        this.scene = scene;
    }

    void add() {
        ImageConfig config = scene.config();
        config.execution().env().forEach(variable -> assignment("env", variable));
        config.labels().forEach((name, value) -> assignment("label", name + "=" + value));
        words("entrypoint", config.execution().entrypoint());
        words("cmd", config.execution().cmd());
        words("healthcheck", config.declarations().healthcheck());
        int step = 0;
        for (String text : config.declarations().history()) {
            history(text.substring(0, Math.min(text.length(), MAX_STEP)), Integer.toString(step++));
        }
    }

    private void assignment(String where, String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? "" : text.substring(0, equals);
        for (SecretKind kind : Secrets.in(text)) {
            found(where, shown(name), kind.id(), "");
        }
        if (equals > 0 && isSecret(name, text.substring(equals + 1))) {
            found(where, shown(name), "by its name", "");
        }
    }

    private void words(String where, List<String> words) {
        for (String word : words) {
            for (SecretKind kind : Secrets.in(word)) {
                found(where, "", kind.id(), "");
            }
            named(where, word, "");
        }
    }

    private void history(String text, String step) {
        for (SecretKind kind : Secrets.in(text)) {
            found("history", "", kind.id(), step);
        }
        named("history", text, step);
    }

    /** {@code NAME=value} and {@code --name=value} anywhere in a command. */
    private void named(String where, String text, String step) {
        for (String word : ASSIGNMENT.split(text)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? "" : word.substring(0, equals).replaceAll("^-+", "");
            if (name.matches("[A-Za-z_][A-Za-z0-9_-]{0,99}") && isSecret(name, word.substring(equals + 1))) {
                found(where, name, "by its name", step);
            }
        }
    }

    private void found(String where, String name, String secret, String step) {
        var conditions = new TreeMap<>(Map.of("where", where, "secret", secret));
        if (!name.isEmpty()) {
            conditions.put("name", Fact.cut(name));
        }
        if (!step.isEmpty()) {
            conditions.put("step", step);
        }
        scene.add(FactKind.SECRET_IN_CONFIG, conditions);
    }

    /** A name that holds a secret itself is not shown. */
    private static String shown(String name) {
        return Secrets.in(name).isEmpty() ? name : "";
    }

    static boolean isSecret(String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        boolean named = ENDINGS.stream()
                .anyMatch(ending -> upper.endsWith(ending)
                        && (upper.length() == ending.length()
                                || upper.charAt(upper.length() - ending.length() - 1) == '_'));
        String plain = value.replaceAll("^[\"']+|[\"';]+$", "").strip();
        boolean reference = plain.startsWith("$")
                || plain.startsWith("/")
                || plain.startsWith("<")
                || plain.startsWith("{")
                || plain.startsWith("%")
                || plain.startsWith("*")
                || plain.startsWith("`")
                || plain.contains("://");
        return named && !reference && !NO_VALUES.contains(plain.toLowerCase(Locale.ROOT));
    }
}
