package dev.attest.testvectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Builds OCI image layouts in a folder out of layers that tests write with {@link TarWriter}. Documents are plain text,
 * so that a test can make any part of them wrong. Descriptors are handed about as JSON text.
 */
public final class LayoutBuilder {
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final Path directory;
    private final List<String> entries = new ArrayList<>();

    public LayoutBuilder(Path directory) {
        this.directory = directory;
    }

    /** A linux/amd64 image of these tars, lowest first, tagged {@code latest}; returns its digest. */
    public static String image(Path directory, byte[]... tars) {
        var builder = new LayoutBuilder(directory);
        String manifest = builder.image("linux", "amd64", "{}", tars);
        builder.list(manifest, "latest").write();
        return digestIn(manifest);
    }

    /** Stores a blob and returns its descriptor. */
    public String blob(String mediaType, byte[] content) {
        String digest = sha256(content);
        write("blobs/sha256/" + digest.substring("sha256:".length()), content);
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + content.length + "}";
    }

    /** Stores a text as a blob and returns its descriptor. */
    public String blob(String mediaType, String content) {
        return blob(mediaType, content.getBytes(StandardCharsets.UTF_8));
    }

    /** An image of tars, which are compressed here; {@code config} is the JSON of the configuration's {@code config}. */
    public String image(String os, String architecture, String config, byte[]... tars) {
        var layers = new ArrayList<String>();
        var diffIds = new ArrayList<String>();
        for (byte[] tar : tars) {
            layers.add(blob(LAYER, TarWriter.gzip(tar)));
            diffIds.add("\"" + sha256(tar) + "\"");
        }
        String configuration = "{\"architecture\":\"" + architecture + "\",\"os\":\"" + os + "\",\"config\":" + config
                + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + String.join(",", diffIds) + "]}}";
        return manifest(configuration, layers);
    }

    /** A manifest of a configuration's text and of layers' descriptors. */
    public String manifest(String configuration, List<String> layers) {
        return blob(
                MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + blob(CONFIG, configuration)
                        + ",\"layers\":[" + String.join(",", layers) + "]}");
    }

    /** An index of descriptors. */
    public String index(String... descriptors) {
        return blob(
                INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + String.join(",", descriptors)
                        + "]}");
    }

    /** The descriptor with more members, such as {@code "platform":{…}}. */
    public static String with(String descriptor, String members) {
        return descriptor.substring(0, descriptor.length() - 1) + "," + members + "}";
    }

    /** Lists a descriptor in index.json under a tag. */
    public LayoutBuilder list(String descriptor, String tag) {
        entries.add(with(descriptor, "\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}"));
        return this;
    }

    /** Lists a descriptor in index.json as it is. */
    public LayoutBuilder list(String descriptor) {
        entries.add(descriptor);
        return this;
    }

    /** Writes index.json and oci-layout. */
    public void write() {
        write("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        String index = "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}";
        write("index.json", index.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest in a descriptor that this class made. */
    public static String digestIn(String descriptor) {
        int start = descriptor.indexOf("sha256:");
        return descriptor.substring(start, start + "sha256:".length() + 64);
    }

    public static String sha256(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String name, byte[] content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
