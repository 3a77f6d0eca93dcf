package dev.attest.sbom.golang;

import dev.attest.sbom.MalformedContentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text {@code go version -m} shows (runtime/debug.BuildInfo): path of the main package, main module, modules it was
 * built with, settings. A replaced module is what replaced it.
 */
record ModuleLines(String path, Optional<Module> main, List<Module> dependencies, Map<String, String> settings) {
    private static final int MAX_MODULES = 20_000;

    /** A module; {@code sum} is go.sum's hash, {@code replaces} what stood in go.mod. */
    record Module(String path, String version, String sum, String replaces) {}

    static ModuleLines parse(String text) throws MalformedContentException {
        var lines = new Lines();
        for (String line : text.split("\n", -1)) {
            String[] words = line.split("\t", -1);
            lines.add(words);
        }
        return new ModuleLines(
                lines.path, Optional.ofNullable(lines.main), List.copyOf(lines.dependencies), lines.settings);
    }

    String setting(String key) {
        return settings.getOrDefault(key, "");
    }

    /** What was read so far. */
    private static final class Lines {
        private String path = "";
        private @Nullable Module main;
        private final List<Module> dependencies = new ArrayList<>();
        private final Map<String, String> settings = new TreeMap<>();

        void add(String[] words) throws MalformedContentException {
            switch (words[0]) {
                case "path" -> path = word(words, 1);
                case "mod" -> main = module(words, "");
                case "dep" -> {
                    if (dependencies.size() >= MAX_MODULES) {
                        throw new MalformedContentException("a Go program of more than " + MAX_MODULES + " modules");
                    }
                    dependencies.add(module(words, ""));
                }
                case "=>" -> replace(words);
                case "build" -> setting(word(words, 1));
                default -> {
                    // Later versions of Go may say more.
                }
            }
        }

        private void replace(String[] words) {
            if (!dependencies.isEmpty()) {
                Module replaced = dependencies.remove(dependencies.size() - 1);
                dependencies.add(module(words, replaced.path() + "@" + replaced.version()));
            } else if (main != null) {
                main = module(words, main.path() + "@" + main.version());
            }
        }

        private void setting(String text) {
            int equals = text.indexOf('=', text.startsWith("\"") ? Math.max(1, text.indexOf('"', 1)) : 0);
            if (equals > 0) {
                settings.put(unquote(text.substring(0, equals)), unquote(text.substring(equals + 1)));
            }
        }

        private static Module module(String[] words, String replaces) {
            return new Module(word(words, 1), word(words, 2), word(words, 3), replaces);
        }

        private static String word(String[] words, int at) {
            return at < words.length ? words[at] : "";
        }

        /** Values with spaces or quotes are written as Go's quoted strings. */
        private static String unquote(String text) {
            boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
            return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
        }
    }
}
