package dev.attest.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutReaderTest {
    private static final int REFERRERS = 60;

    @TempDir
    private Path folder;

    /** Everything that is attached may be a subject in turn: thousands of each must not become millions of reads. */
    @Test
    void manifest_is_read_once_however_many_subjects_are_looked_for() throws Exception {
        var builder = new LayoutBuilder(folder);
        String image = builder.manifest("{}", java.util.List.of());
        builder.list(image, "latest");
        for (int i = 0; i < REFERRERS; i++) {
            builder.list(builder.blob(
                    LayoutBuilder.MANIFEST,
                    "{\"schemaVersion\":2,\"config\":" + builder.blob("a/b", "{}") + ",\"layers\":[],\"subject\":"
                            + image + ",\"annotations\":{\"n\":\"" + i + "\"}}"));
        }
        builder.write();
        var files = new Counting(new DirectoryFiles(folder));
        var reader = new LayoutReader(files, "layout");
        Digest root = reader.resolve(Optional.of("latest"), Optional.empty()).digest();
        assertThat(reader.referrers(root)).hasSize(REFERRERS);
        for (Descriptor referrer : reader.referrers(root)) {
            assertThat(reader.referrers(referrer.digest())).isEmpty();
        }
        assertThat(files.blobs).hasValueLessThan(2 * REFERRERS);
    }

    private static final class Counting implements LayoutFiles {
        private final LayoutFiles files;
        private final AtomicInteger blobs = new AtomicInteger();

        private Counting(LayoutFiles files) {
            this.files = files;
        }

        @Override
        public InputStream open(String name) throws IOException {
            if (name.startsWith("blobs/")) {
                blobs.incrementAndGet();
            }
            return files.open(name);
        }

        @Override
        public long size(String name) throws IOException {
            return files.size(name);
        }

        @Override
        public void close() throws IOException {
            files.close();
        }
    }
}
