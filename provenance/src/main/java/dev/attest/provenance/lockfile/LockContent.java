package dev.attest.provenance.lockfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.json.StrictYaml;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a lock file says of the manifest that it was made from. */
sealed interface LockContent {
    /** What can be proven. */
    LockState state(Needs needs);

    /** Why. */
    String reason(Needs needs);

    /** The very ranges that the manifest had when it was locked. */
    record Ranges(Map<String, String> ranges) implements LockContent {
        @Override
        public LockState state(Needs needs) {
            return needs.ranges().equals(ranges) ? LockState.LOCKED : LockState.OUT_OF_STEP;
        }

        @Override
        public String reason(Needs needs) {
            var differing = new TreeMap<>(needs.ranges());
            ranges.forEach((name, range) -> differing.merge(name, range, (a, b) -> a.equals(b) ? "" : a));
            differing.values().removeIf(String::isEmpty);
            return differing.isEmpty()
                    ? "locked from the same ranges"
                    : "locked from another range of " + differing.firstKey();
        }
    }

    /** Entries, each of which holds one need; {@code keys} says how it is written. */
    record Entries(Set<String> entries, BiFunction<String, String, Set<String>> keys, boolean certain)
            implements LockContent {
        @Override
        public LockState state(Needs needs) {
            if (missing(needs).isEmpty()) {
                return LockState.LOCKED;
            }
            return certain ? LockState.OUT_OF_STEP : LockState.UNKNOWN;
        }

        @Override
        public String reason(Needs needs) {
            return missing(needs)
                    .map(name -> "the lock file has no " + name)
                    .orElse("the lock file has all that is asked for");
        }

        private Optional<String> missing(Needs needs) {
            return needs.ranges().entrySet().stream()
                    .filter(need ->
                            keys.apply(need.getKey(), need.getValue()).stream().noneMatch(entries::contains))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    /** Nothing that can be compared. */
    record Silent(LockState told, String why) implements LockContent {
        @Override
        public LockState state(Needs needs) {
            return told;
        }

        @Override
        public String reason(Needs needs) {
            return why;
        }
    }

    /** Reads a lock file; {@code below} is the manifest's folder as seen from it. */
    static LockContent of(String path, byte[] bytes, String below) {
        String text = new String(bytes, UTF_8);
        try {
            return switch (path.substring(path.lastIndexOf('/') + 1)) {
                case "package-lock.json", "npm-shrinkwrap.json" -> npm(StrictJson.parseObject(bytes, path), below);
                case "pnpm-lock.yaml" -> pnpm(bytes, path, below);
                case "yarn.lock" -> new Entries(LockTexts.yarn(text), LockTexts::yarnKeys, false);
                case "Cargo.lock" -> new Entries(LockTexts.cargo(text), (name, range) -> Set.of(name), true);
                default ->
                    new Entries(
                            LockTexts.goSum(text), (name, version) -> Set.of(name + " " + version + "/go.mod"), true);
            };
        } catch (MalformedJsonException e) {
            return new Silent(LockState.OUT_OF_STEP, "no lock file: " + e.getMessage());
        }
    }

    private static LockContent npm(JsonObject lock, String below) throws MalformedJsonException {
        Optional<JsonObject> packages = lock.optionalObject("packages");
        if (packages.isEmpty()) {
            return new Silent(LockState.UNKNOWN, "a lock file of the first form, which does not tell");
        }
        Optional<JsonObject> locked = packages.get().optionalObject(below);
        return locked.isPresent()
                ? new Ranges(Needs.ranges(locked.get()))
                : new Silent(LockState.MISSING, "the lock file above is not of this package");
    }

    private static LockContent pnpm(byte[] bytes, String path, String below) throws MalformedJsonException {
        if (bytes.length > StrictYaml.MAX_BYTES) {
            return new Silent(LockState.UNKNOWN, "a lock file that is too large to be compared");
        }
        JsonObject lock = StrictYaml.parseObject(bytes, path);
        Optional<JsonObject> importers = lock.optionalObject("importers");
        if (importers.isEmpty() || lock.has("overrides")) {
            return new Silent(LockState.UNKNOWN, "a lock file of an older form or with overrides, which does not tell");
        }
        Optional<JsonObject> locked = importers.get().optionalObject(below.isEmpty() ? "." : below);
        if (locked.isEmpty()) {
            return new Silent(LockState.MISSING, "the lock file above is not of this package");
        }
        var ranges = new TreeMap<String, String>();
        for (String kind : List.of("devDependencies", "dependencies", "optionalDependencies")) {
            Optional<JsonObject> group = locked.get().optionalObject(kind);
            if (group.isPresent()) {
                for (String name : group.get().names()) {
                    ranges.put(name, group.get().object(name).text("specifier"));
                }
            }
        }
        return new Ranges(ranges);
    }

    /** Lock files that are read line by line. */
    final class LockTexts {
        private static final Pattern CARGO_NAME = Pattern.compile("name = \"([A-Za-z0-9_-]{1,100})\"");

        private LockTexts() {}

        /** The descriptors that head the entries of Yarn's lock file, of either form. */
        static Set<String> yarn(String text) {
            var entries = new HashSet<String>();
            text.lines()
                    .filter(line -> line.endsWith(":") && !line.startsWith(" ") && !line.startsWith("#"))
                    .forEach(line -> {
                        for (String entry : line.substring(0, line.length() - 1).split(",", -1)) {
                            entries.add(entry.replace("\"", "").strip());
                        }
                    });
            return entries;
        }

        static Set<String> yarnKeys(String name, String range) {
            return Set.of(name + "@" + range, name + "@npm:" + range);
        }

        static Set<String> cargo(String text) {
            var names = new HashSet<String>();
            text.lines().forEach(line -> {
                Matcher name = CARGO_NAME.matcher(line);
                if (name.matches()) {
                    names.add(name.group(1));
                }
            });
            return names;
        }

        static Set<String> goSum(String text) {
            var sums = new HashSet<String>();
            text.lines().forEach(line -> {
                String[] parts = line.split(" ", 4);
                if (parts.length == 3 && parts[2].startsWith("h1:")) {
                    sums.add(parts[0] + " " + parts[1]);
                }
            });
            return sums;
        }
    }
}
