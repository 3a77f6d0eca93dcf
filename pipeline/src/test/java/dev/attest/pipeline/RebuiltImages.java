package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.ImageReader;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.RebuildTolerance.Strictness;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Makes small images and compares them as builds of each other. */
abstract class RebuiltImages {
    static final byte[] APP = tar().file("app", "app").bytes();
    static final byte[] LIBRARY = tar().file("lib", "lib").bytes();

    final ExecutorService executor = Executors.newFixedThreadPool(3);

    @TempDir
    Path work;

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    static TarWriter tar() {
        return new TarWriter();
    }

    void image(String name, byte[]... tars) {
        LayoutBuilder.image(work.resolve(name), tars);
    }

    void configured(String name, String members) {
        var builder = new LayoutBuilder(work.resolve(name));
        String layer = builder.blob(LayoutBuilder.LAYER, TarWriter.gzip(APP));
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\"," + members
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + LayoutBuilder.sha256(APP) + "\"]}}";
        builder.list(builder.manifest(config, List.of(layer)), "latest").write();
    }

    static RebuildTolerance strictly(Strictness strictness) {
        return new RebuildTolerance(strictness, Set.of());
    }

    RebuildReport compare(RebuildTolerance tolerance, int limit, Optional<Platform> platform) throws Exception {
        return compare(work.resolve("a"), work.resolve("b"), tolerance, limit, platform);
    }

    RebuildReport compare(Path first, Path second, RebuildTolerance tolerance, int limit, Optional<Platform> platform)
            throws Exception {
        Reference one = Workshop.layout(first);
        Reference other = Workshop.layout(second);
        try (Repository a = Workshop.open(one);
                Repository b = Workshop.open(other)) {
            return new RebuildCheck(executor, step -> {}, tolerance, limit)
                    .compare(
                            new RebuildCheck.Side(a, ImageReader.read(a, a.resolve(one))),
                            new RebuildCheck.Side(b, ImageReader.read(b, b.resolve(other))),
                            platform);
        }
    }

    RebuildReport compare(Strictness strictness) throws Exception {
        return compare(strictly(strictness), 100, Optional.empty());
    }

    static RebuildComparison only(RebuildReport report) {
        assertThat(report.comparisons()).hasSize(1);
        return report.comparisons().get(0);
    }

    static byte[] otherwise(byte[] tar) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        }) {
            gzip.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    void recompressed(String name, byte[] blob, byte[] tar) {
        var builder = new LayoutBuilder(work.resolve(name));
        String layer = builder.blob(LayoutBuilder.LAYER, blob);
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                + "\"diff_ids\":[\"" + LayoutBuilder.sha256(tar) + "\"]}}";
        builder.list(builder.manifest(config, List.of(layer)), "latest").write();
    }
}
