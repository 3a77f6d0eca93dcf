package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A real image from scratch, as an OCI layout: one layer with os-release and a non-root user, one with attest's own
 * distribution. Equal jars give equal bytes.
 */
final class DemoImage {
    private static final long CREATED = Instant.parse("2026-11-01T00:00:00Z").getEpochSecond();

    private final byte[] base;
    private final byte[] baseTar;
    private final byte[] application;
    private final byte[] applicationTar;

    private DemoImage(byte[] baseTar, byte[] applicationTar) {
        this.baseTar = baseTar;
        this.applicationTar = applicationTar;
        this.base = LayerTar.gzip(baseTar);
        this.application = LayerTar.gzip(applicationTar);
    }

    /** Reads the distribution's jars, which the image is to hold. */
    static DemoImage of(List<Path> jars) throws IOException {
        byte[] base = new LayerTar(CREATED)
                .directory("etc")
                .file(
                        "etc/os-release",
                        "ID=attest-demo\nNAME=\"attest demo\"\nVERSION_ID=1\nPRETTY_NAME=\"attest demo 1\"\n")
                .file(
                        "etc/passwd",
                        "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n")
                .file("etc/group", "root:x:0:\nnonroot:x:65532:\n")
                .directory("home")
                .directory("home/nonroot")
                .bytes();
        var application =
                new LayerTar(CREATED).directory("opt").directory("opt/attest").directory("opt/attest/lib");
        for (Path jar : jars.stream().sorted().toList()) {
            application.file("opt/attest/lib/" + jar.getFileName(), Files.readAllBytes(jar));
        }
        return new DemoImage(base, application.bytes());
    }

    /** Writes the layout with the tag {@code latest}; the folder must not exist yet. Returns the manifest's descriptor. */
    Descriptor write(Path layout) throws IOException {
        Files.createDirectories(layout.resolve("blobs/sha256"));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Descriptor config = blob(layout, MediaTypes.OCI_CONFIG, config());
        ObjectNode manifest = StrictJson.object();
        manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.set("config", json(config));
        manifest.putArray("layers")
                .add(json(blob(layout, MediaTypes.OCI_LAYER_TAR_GZIP, base)))
                .add(json(blob(layout, MediaTypes.OCI_LAYER_TAR_GZIP, application)));
        Descriptor descriptor = blob(layout, MediaTypes.OCI_MANIFEST, StrictJson.write(manifest));

        ObjectNode index = StrictJson.object();
        index.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ObjectNode listed = json(descriptor);
        listed.putObject("annotations").put("org.opencontainers.image.ref.name", "latest");
        index.putArray("manifests").add(listed);
        Files.write(layout.resolve("index.json"), StrictJson.write(index));
        return descriptor;
    }

    /** The size of both layers' files, in bytes. */
    long size() {
        return (long) baseTar.length + applicationTar.length;
    }

    private byte[] config() {
        ObjectNode config = StrictJson.object();
        config.put("architecture", "amd64").put("os", "linux");
        config.put("created", Instant.ofEpochSecond(CREATED).toString());
        ObjectNode execution = config.putObject("config");
        execution.put("User", "65532:65532").put("WorkingDir", "/home/nonroot");
        execution
                .putArray("Entrypoint")
                .add("java")
                .add("-cp")
                .add("/opt/attest/lib/*")
                .add("dev.attest.cli.Attest");
        execution
                .putObject("Labels")
                .put("org.opencontainers.image.title", "attest demo")
                .put("org.opencontainers.image.licenses", "Apache-2.0");
        config.putObject("rootfs")
                .put("type", "layers")
                .putArray("diff_ids")
                .add(Digest.sha256(baseTar).toString())
                .add(Digest.sha256(applicationTar).toString());
        return StrictJson.write(config);
    }

    private static Descriptor blob(Path layout, String mediaType, byte[] content) throws IOException {
        Digest digest = Digest.sha256(content);
        Files.write(layout.resolve("blobs/sha256").resolve(digest.hex()), content);
        return new Descriptor(mediaType, digest, content.length);
    }

    private static ObjectNode json(Descriptor descriptor) {
        return StrictJson.object()
                .put("mediaType", descriptor.mediaType())
                .put("digest", descriptor.digest().toString())
                .put("size", descriptor.size());
    }
}
