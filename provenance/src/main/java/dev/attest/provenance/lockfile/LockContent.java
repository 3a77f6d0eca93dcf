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
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a lock file says of the manifest that it was made from. */
sealed interface LockContent permits LockContent.Ranges, LockContent.Entries, LockContent.Silent, CargoVersions {
    /** A version of pnpm, behind which stand the peers it was resolved with. */
    Pattern PNPM_VERSION = Pattern.compile("(\\d[^(/]{0,200})(?:\\(.*)?");

    /** What can be proven. */
    LockState state(Needs needs);

    /** Why. */
    String reason(Needs needs);

    /** The very ranges that the manifest had when it was locked, and those of them that were resolved to nothing. */
    record Ranges(Map<String, String> ranges, Set<String> unresolved) implements LockContent {
        @Override
        public LockState state(Needs needs) {
            return needs.ranges().equals(ranges) && unresolved.isEmpty() ? LockState.LOCKED : LockState.OUT_OF_STEP;
        }

        @Override
        public String reason(Needs needs) {
            var differing = new TreeMap<>(needs.ranges());
            ranges.forEach((name, range) -> differing.merge(name, range, (a, b) -> a.equals(b) ? "" : a));
            differing.values().removeIf(String::isEmpty);
            if (differing.isEmpty()) {
                return unresolved.isEmpty()
                        ? "locked from the same ranges"
                        : "the lock file has no " + new TreeSet<>(unresolved).first();
            }
            return "locked from another range of " + differing.firstKey();
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
                case "Cargo.lock" -> new CargoVersions(LockTexts.cargo(text));
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
        if (locked.isEmpty()) {
            return new Silent(LockState.MISSING, "the lock file above is not of this package");
        }
        Map<String, String> ranges = Needs.ranges(locked.get());
        var unresolved = new HashSet<>(ranges.keySet());
        unresolved.removeAll(locked.get().textMap("optionalDependencies").keySet());
        for (String name : ranges.keySet()) {
            if (isInstalled(packages.get(), below, name)) {
                unresolved.remove(name);
            }
        }
        return new Ranges(ranges, unresolved);
    }

    /** Whether the package is in the folder's own node_modules or in one above it, as Node looks for it. */
    private static boolean isInstalled(JsonObject packages, String below, String name) throws MalformedJsonException {
        String folder = below;
        while (true) {
            Optional<JsonObject> entry =
                    packages.optionalObject((folder.isEmpty() ? "" : folder + "/") + "node_modules/" + name);
            if (entry.isPresent()) {
                return List.of("version", "resolved", "link").stream().anyMatch(entry.get()::has);
            }
            if (folder.isEmpty()) {
                return false;
            }
            folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
        }
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
        var unresolved = new HashSet<String>();
        Optional<JsonObject> packages = lock.optionalObject("packages");
        for (String kind : List.of("devDependencies", "dependencies", "optionalDependencies")) {
            Optional<JsonObject> group = locked.get().optionalObject(kind);
            if (group.isPresent()) {
                for (String name : group.get().names()) {
                    JsonObject entry = group.get().object(name);
                    ranges.put(name, entry.text("specifier"));
                    Optional<String> version = entry.optionalText("version");
                    if (version.isEmpty() || !isPacked(packages, name, version.get())) {
                        unresolved.add(name);
                    }
                }
            }
        }
        return new Ranges(ranges, unresolved);
    }

    /** Whether the version is among the packages; what is no plain version, such as a link, is not looked for there. */
    private static boolean isPacked(Optional<JsonObject> packages, String name, String version) {
        Matcher plain = PNPM_VERSION.matcher(version);
        if (!plain.matches()) {
            return !version.isBlank();
        }
        String at = name + "@" + plain.group(1);
        return packages.isPresent()
                && (packages.get().has(at)
                        || packages.get().has("/" + at)
                        || packages.get().has("/" + version));
    }

    /** Lock files that are read line by line. */
    final class LockTexts {
        private static final Pattern CARGO_NAME = Pattern.compile("name = \"([A-Za-z0-9_-]{1,100})\"");

        private static final Pattern CARGO_VERSION = Pattern.compile("version = \"([^\"]{1,200})\"");

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

        static Map<String, Set<String>> cargo(String text) {
            var versions = new TreeMap<String, Set<String>>();
            String name = "";
            for (String line : text.lines().toList()) {
                Matcher named = CARGO_NAME.matcher(line);
                Matcher version = CARGO_VERSION.matcher(line);
                if (line.startsWith("[")) {
                    name = "";
                } else if (named.matches()) {
                    name = named.group(1);
                } else if (version.matches() && !name.isEmpty()) {
                    versions.computeIfAbsent(name, one -> new HashSet<>()).add(version.group(1));
                }
            }
            return versions;
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
