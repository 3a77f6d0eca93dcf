package dev.attest.pipeline;

import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.file.Path;

/** Images that production could run, in layouts: one package, one account, no shell. */
final class Images {
    private Images() {}

    static byte[] tar(String version) {
        return new TarWriter()
                .file("etc/os-release", "ID=debian\nVERSION_ID=13\n")
                .file("etc/passwd", "root:x:0:0::/:/none\nnonroot:x:65532:65532::/:/none\n")
                .file(
                        "var/lib/dpkg/status.d/base",
                        "Package: base\nStatus: install ok installed\nArchitecture: amd64\nVersion: " + version
                                + "\nMaintainer: nobody\n")
                .bytes();
    }

    /** One image; returns its digest. */
    static String single(Path folder) {
        var builder = new LayoutBuilder(folder);
        String manifest = builder.image("linux", "amd64", "{\"User\":\"nonroot\"}", tar("1.0"));
        builder.list(manifest, "latest").write();
        return LayoutBuilder.digestIn(manifest);
    }

    /** An index and its platforms by digest. */
    record Index(String digest, String amd, String arm) {}

    static Index index(Path folder) {
        return index(new LayoutBuilder(folder), false);
    }

    /** The same with the index inside of another, beside BuildKit's attestation manifest. */
    static Index nested(Path folder) {
        return index(new LayoutBuilder(folder), true);
    }

    private static Index index(LayoutBuilder builder, boolean nested) {
        String amd = builder.image("linux", "amd64", "{\"User\":\"65532\"}", tar("1.0"));
        String arm = builder.image("linux", "arm64", "{\"User\":\"65532\"}", tar("1.1"));
        String index = builder.index(
                LayoutBuilder.with(amd, "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}"),
                LayoutBuilder.with(arm, "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}"));
        if (nested) {
            index = builder.index(index, buildKit(builder, amd));
        }
        builder.list(index, "latest").write();
        return new Index(LayoutBuilder.digestIn(index), LayoutBuilder.digestIn(amd), LayoutBuilder.digestIn(arm));
    }

    private static String buildKit(LayoutBuilder builder, String image) {
        String layer = builder.blob("application/vnd.in-toto+json", "{\"_type\":\"unsigned\"}");
        String config = builder.blob(LayoutBuilder.CONFIG, "{\"architecture\":\"unknown\",\"os\":\"unknown\"}");
        String manifest = builder.blob(
                LayoutBuilder.MANIFEST,
                "{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.MANIFEST + "\",\"config\":" + config
                        + ",\"layers\":[" + layer + "]}");
        return LayoutBuilder.with(
                manifest,
                "\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{"
                        + "\"vnd.docker.reference.type\":\"attestation-manifest\",\"vnd.docker.reference.digest\":\""
                        + LayoutBuilder.digestIn(image) + "\"}");
    }
}
