package dev.attest.sbom.dotnet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an application was published with: {@code NAME.deps.json} (dotnet/cli, "runtime-configuration-file"). A package
 * that gives neither files nor dependencies, or is for compilation only, is not in the image and left out.
 */
final class DependenciesFile {
    static final int MAX_BYTES = 32 << 20;
    private static final int MAX_LIBRARIES = 20_000;
    private static final List<String> ASSETS = List.of("runtime", "native", "resources", "runtimeTargets");
    private static final String RUNTIME_PACK = "runtimepack.";

    private final JsonObject root;

    private DependenciesFile(JsonObject root) {
        this.root = root;
    }

    /** One finding for each library, keyed by {@code key}; {@code needs} are keys, {@code files} what it put there. */
    static List<Finding> read(byte[] json) throws MalformedContentException {
        try {
            return new DependenciesFile(StrictJson.parseObject(json, "deps.json", MAX_BYTES)).libraries();
        } catch (MalformedJsonException e) {
            throw new MalformedContentException(String.valueOf(e.getMessage()));
        }
    }

    private List<Finding> libraries() throws MalformedJsonException, MalformedContentException {
        Map<String, JsonObject> entries = entries();
        var names = new HashMap<String, String>();
        JsonObject libraries = root.optionalObject("libraries").orElse(JsonObject.of(StrictJson.object(), "libraries"));
        if (libraries.names().size() > MAX_LIBRARIES) {
            throw new MalformedContentException("more than " + MAX_LIBRARIES + " libraries");
        }
        for (String key : libraries.names()) {
            names.put(name(key).toLowerCase(Locale.ROOT), key);
        }
        var findings = new ArrayList<Finding>();
        for (String key : libraries.names()) {
            JsonObject library = libraries.object(key);
            String type = library.optionalText("type").orElse("").toLowerCase(Locale.ROOT);
            JsonObject entry = entries.getOrDefault(key, JsonObject.of(StrictJson.object(), key));
            var needs = new TreeSet<String>();
            for (String needed : members(entry, "dependencies").names()) {
                String known = names.get(needed.toLowerCase(Locale.ROOT));
                if (known != null) {
                    needs.add(known);
                }
            }
            Set<String> files = files(entry);
            boolean there = !files.isEmpty() || !needs.isEmpty() || !type.equals("package");
            if (there && !entry.flag("compileOnly")) {
                findings.add(new Finding(Map.of(
                        "key", key,
                        "name", plain(name(key)),
                        "version", version(key),
                        "type", type,
                        "sha512", library.optionalText("sha512").orElse(""),
                        "needs", String.join("\n", needs),
                        "files", String.join("\n", files))));
            }
        }
        return findings;
    }

    /** The libraries of the target that is run, else of all. */
    private Map<String, JsonObject> entries() throws MalformedJsonException {
        JsonObject targets = members(root, "targets");
        String run = members(root, "runtimeTarget").optionalText("name").orElse("");
        var entries = new TreeMap<String, JsonObject>();
        for (String target : targets.has(run) ? List.of(run) : List.copyOf(targets.names())) {
            JsonObject libraries = targets.object(target);
            for (String key : libraries.names()) {
                entries.putIfAbsent(key, libraries.object(key));
            }
        }
        return entries;
    }

    /** Files as they lie beside the text: those of one target flat, those for several where they are said to be. */
    private static Set<String> files(JsonObject entry) throws MalformedJsonException {
        var files = new TreeSet<String>();
        for (String kind : ASSETS) {
            JsonObject assets = members(entry, kind);
            for (String path : assets.names()) {
                String file = path.substring(path.lastIndexOf('/') + 1);
                if (kind.equals("runtimeTargets")) {
                    files.add(path);
                } else if (kind.equals("resources")) {
                    String locale = members(assets, path).optionalText("locale").orElse("");
                    files.add(locale.isEmpty() ? file : locale + "/" + file);
                } else if (!file.equals("_._")) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    private static JsonObject members(JsonObject object, String name) throws MalformedJsonException {
        JsonNode value = object.node().get(name);
        return value != null && value.isObject() ? object.object(name) : JsonObject.of(StrictJson.object(), name);
    }

    private static String name(String key) {
        int slash = key.lastIndexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    private static String plain(String name) {
        return name.startsWith(RUNTIME_PACK) ? name.substring(RUNTIME_PACK.length()) : name;
    }

    private static String version(String key) {
        return key.substring(key.lastIndexOf('/') + 1).equals(key) ? "" : key.substring(key.lastIndexOf('/') + 1);
    }
}
