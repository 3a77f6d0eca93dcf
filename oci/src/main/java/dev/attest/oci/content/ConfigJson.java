package dev.attest.oci.content;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.ImageConfig;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image's configuration in JSON (OCI image-spec, config.md; docker's is the same where it is read). */
public final class ConfigJson {
    /** Configurations are bounded to this many bytes. */
    public static final int MAX_BYTES = 8 << 20;

    private ConfigJson() {}

    /** Parses a configuration; {@code what} is how errors name it. */
    public static ImageConfig parse(byte[] document, String what) throws MalformedImageException {
        try {
            JsonObject root = StrictJson.parseObject(document, what, MAX_BYTES);
            SpelledNames.check(
                    root, "architecture", "os", "variant", "os.version", "config", "created", "rootfs", "history");
            Optional<JsonObject> config = root.optionalObject("config");
            return new ImageConfig(
                    platform(root),
                    execution(config),
                    config.isPresent() ? config.get().textMap("Labels") : Map.of(),
                    root.optionalText("created"),
                    diffIds(root.object("rootfs")),
                    declarations(root, config));
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(String.valueOf(e.getMessage()));
        }
    }

    private static Platform platform(JsonObject root) throws MalformedJsonException, MalformedImageException {
        String os = root.text("os");
        String architecture = root.text("architecture");
        if (os.isEmpty() || architecture.isEmpty()) {
            throw new MalformedImageException(root.place() + ": os and architecture are empty");
        }
        String variant = root.optionalText("variant").orElse("");
        String osVersion = root.optionalText("os.version").orElse("");
        for (String name : List.of(os, architecture, variant, osVersion)) {
            // They are printed and matched: no image may write a verdict of its own into either.
            if (!name.matches("[A-Za-z0-9._-]{0,64}")) {
                throw new MalformedImageException(root.place() + ": a platform that is not made of letters and digits");
            }
        }
        return new Platform(os, architecture, variant, osVersion);
    }

    private static ImageConfig.Execution execution(Optional<JsonObject> config)
            throws MalformedJsonException, MalformedImageException {
        if (config.isEmpty()) {
            return new ImageConfig.Execution("", List.of(), List.of(), List.of(), "", List.of());
        }
        JsonObject object = config.get();
        SpelledNames.check(
                object,
                "User",
                "Entrypoint",
                "Cmd",
                "Env",
                "WorkingDir",
                "ExposedPorts",
                "Labels",
                "Volumes",
                "Healthcheck");
        Optional<JsonObject> ports = object.optionalObject("ExposedPorts");
        return new ImageConfig.Execution(
                object.optionalText("User").orElse(""),
                object.texts("Entrypoint"),
                object.texts("Cmd"),
                object.texts("Env"),
                object.optionalText("WorkingDir").orElse(""),
                ports.isPresent() ? List.copyOf(ports.get().names()) : List.of());
    }

    private static ImageConfig.Declarations declarations(JsonObject root, Optional<JsonObject> config)
            throws MalformedJsonException, MalformedImageException {
        var history = new ArrayList<String>();
        for (JsonObject step : root.objects("history")) {
            step.optionalText("created_by").ifPresent(history::add);
        }
        if (config.isEmpty()) {
            return new ImageConfig.Declarations(List.of(), List.of(), history);
        }
        Optional<JsonObject> volumes = config.get().optionalObject("Volumes");
        Optional<JsonObject> healthcheck = config.get().optionalObject("Healthcheck");
        return new ImageConfig.Declarations(
                healthcheck.isPresent() ? healthcheck.get().texts("Test") : List.of(),
                volumes.isPresent() ? List.copyOf(volumes.get().names()) : List.of(),
                history);
    }

    private static List<Digest> diffIds(JsonObject rootfs) throws MalformedJsonException, MalformedImageException {
        SpelledNames.check(rootfs, "type", "diff_ids");
        if (!rootfs.text("type").equals("layers")) {
            throw new MalformedImageException(rootfs.place() + ".type: expected layers");
        }
        var diffIds = new ArrayList<Digest>();
        for (String diffId : rootfs.texts("diff_ids")) {
            diffIds.add(DescriptorJson.digest(diffId, rootfs.place() + ".diff_ids"));
        }
        return List.copyOf(diffIds);
    }
}
