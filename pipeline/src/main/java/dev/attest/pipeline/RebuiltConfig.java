package dev.attest.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.ImageConfig;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.oci.content.ConfigJson;
import dev.attest.oci.content.Content;
import dev.attest.sbom.diff.ConfigDiff;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An image's configuration to be held against that of another build: everything in it counts but its diffIDs. */
final class RebuiltConfig {
    private static final int MAX_SHOWN = 200;
    private static final Set<String> APART = Set.of("config", "created", "history", "rootfs", "rootfs.diff_ids");

    /** Members whose differences have names of their own, and how those begin. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("architecture", "platform"),
            Map.entry("os", "platform"),
            Map.entry("os.version", "platform"),
            Map.entry("variant", "platform"),
            Map.entry("config.Cmd", "command"),
            Map.entry("config.Entrypoint", "entrypoint"),
            Map.entry("config.Env", "env "),
            Map.entry("config.ExposedPorts", "ports"),
            Map.entry("config.Healthcheck", "health check"),
            Map.entry("config.Labels", "label "),
            Map.entry("config.User", "user"),
            Map.entry("config.Volumes", "volumes"),
            Map.entry("config.WorkingDir", "working directory"));

    private final ImageConfig config;
    private final JsonNode json;

    private RebuiltConfig(ImageConfig config, JsonNode json) {
        this.config = config;
        this.json = json;
    }

    static RebuiltConfig read(Repository repository, PlatformImage image) throws IOException, MalformedImageException {
        byte[] bytes = Content.read(repository, image.configDescriptor(), ConfigJson.MAX_BYTES);
        try {
            JsonObject json = StrictJson.parseObject(bytes, "config", ConfigJson.MAX_BYTES);
            return new RebuiltConfig(image.config(), json.node());
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(String.valueOf(e.getMessage()));
        }
    }

    /** Gives everything in which these, which have different digests, differ: settings first, then by name. */
    static void compare(RebuiltConfig a, RebuiltConfig b, RebuildDifferences differences) {
        long before = differences.total();
        List<ConfigDiff.Change> settings = ConfigDiff.of(a.config, b.config).changes();
        for (ConfigDiff.Change change : settings) {
            differences.add(RebuildDifference.of(
                    shown(change.setting()), RebuildAspect.SETTING, shown(change.before()), shown(change.after())));
        }
        var unnamed = new TreeSet<String>();
        members(a.json, b.json, "", unnamed);
        members(a.json.path("config"), b.json.path("config"), "config.", unnamed);
        members(a.json.path("rootfs"), b.json.path("rootfs"), "rootfs.", unnamed);
        unnamed.removeIf(path -> isNamed(path, settings));
        // Nobody knows which of their values are secrets.
        unnamed.forEach(
                path -> differences.add(RebuildDifference.of(shown(path), RebuildAspect.CONFIG_MEMBER, "", "")));
        created(a.json.path("created"), b.json.path("created"), "created", differences);
        history(a.json.path("history"), b.json.path("history"), differences);
        boolean sameLayers = a.config.diffIds().equals(b.config.diffIds());
        if (differences.total() == before && sameLayers) {
            differences.add(RebuildDifference.of("configuration", RebuildAspect.CONFIG_FORM, "", ""));
        }
    }

    /** Adds the paths of all members that differ and are not looked at elsewhere. */
    private static void members(JsonNode a, JsonNode b, String prefix, Set<String> paths) {
        for (String name : names(a, b)) {
            if (!APART.contains(prefix + name) && !same(a.path(name), b.path(name))) {
                paths.add(prefix + name);
            }
        }
    }

    private static boolean isNamed(String path, List<ConfigDiff.Change> settings) {
        String setting = SETTINGS.get(path);
        return setting != null
                && settings.stream().anyMatch(change -> change.setting().startsWith(setting));
    }

    private static void created(JsonNode a, JsonNode b, String path, RebuildDifferences differences) {
        if (!same(a, b)) {
            differences.add(RebuildDifference.of(path, RebuildAspect.CREATED, shown(a.asText()), shown(b.asText())));
        }
    }

    private static void history(JsonNode a, JsonNode b, RebuildDifferences differences) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            JsonNode one = a.path(i);
            JsonNode other = b.path(i);
            String step = "history[" + i + "]";
            created(one.path("created"), other.path("created"), step + ".created", differences);
            for (String name : names(one, other)) {
                if (!name.equals("created") && !same(one.path(name), other.path(name))) {
                    // The commands of a build may hold secrets.
                    differences.add(RebuildDifference.of(shown(step + "." + name), RebuildAspect.HISTORY, "", ""));
                }
            }
            if (one.isMissingNode() != other.isMissingNode()
                    && names(one, other).isEmpty()) {
                differences.add(RebuildDifference.of(step, RebuildAspect.HISTORY, "", ""));
            }
        }
    }

    private static Set<String> names(JsonNode a, JsonNode b) {
        var names = new TreeSet<String>();
        a.fieldNames().forEachRemaining(names::add);
        b.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What is empty says as little as what is left out (config.md: all of these are optional). */
    private static boolean same(JsonNode a, JsonNode b) {
        return filled(a).equals(filled(b));
    }

    private static JsonNode filled(JsonNode node) {
        boolean empty = node.isNull()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isTextual() && node.textValue().isEmpty())
                || (node.isBoolean() && !node.booleanValue());
        return empty ? MissingNode.getInstance() : node;
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
