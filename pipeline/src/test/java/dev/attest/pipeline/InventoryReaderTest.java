package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to an image is bounded before it is read, not when the memory is full of it. */
class InventoryReaderTest {
    private static final int GIANT = 2 << 20;

    @TempDir
    private Path work;

    @Test
    void giant_manifests_are_refused_before_they_fill_the_memory() throws Exception {
        Images.single(work);
        for (boolean attached : List.of(true, false)) {
            ExecutorService executor = Executors.newFixedThreadPool(4);
            try (Repository image = new Moves().open("oci:" + work)) {
                var giants = new Giants(image, attached);
                Descriptor root = attached ? image.resolve(Moves.reference("oci:" + work)) : giants.index();
                assertThatThrownBy(() -> new InventoryReader(giants, executor, Set.of())
                                .read(Moves.reference("oci:" + work), root))
                        .isInstanceOf(MalformedImageException.class)
                        .hasMessageContaining("its evidence included");
                assertThat(giants.read).hasValueLessThanOrEqualTo(Inventory.MAX_BYTES);
            } finally {
                executor.shutdownNow();
            }
        }
    }

    /** Lists a hundred giants, as referrers of everything or as parts of an index. */
    private static final class Giants extends FaultyRepository {
        private final List<Descriptor> giants = new ArrayList<>();
        private final AtomicLong read = new AtomicLong();
        private final boolean attached;

        private Giants(Repository image, boolean attached) {
            super(image);
            this.attached = attached;
            for (int i = 0; i < 100; i++) {
                Digest digest = Digest.sha256(new byte[] {(byte) i});
                giants.add(new Descriptor(MediaTypes.OCI_MANIFEST, digest, GIANT));
            }
        }

        private Descriptor index() {
            byte[] text = indexText();
            return new Descriptor(MediaTypes.OCI_INDEX, Digest.sha256(text), text.length);
        }

        private byte[] indexText() {
            var parts = new ArrayList<String>();
            giants.forEach(giant -> parts.add("{\"mediaType\":\"" + giant.mediaType() + "\",\"digest\":\""
                    + giant.digest() + "\",\"size\":" + GIANT + "}"));
            return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", parts) + "]}")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public List<Descriptor> referrers(Digest subject) {
            return attached ? giants : List.of();
        }

        @Override
        public byte[] manifest(Descriptor descriptor) throws java.io.IOException, MalformedImageException {
            if (descriptor.size() != GIANT) {
                return descriptor.mediaType().equals(MediaTypes.OCI_INDEX) ? indexText() : super.manifest(descriptor);
            }
            read.addAndGet(GIANT);
            String empty = "{\"mediaType\":\"a/b\",\"digest\":\"sha256:" + "ab".repeat(32) + "\",\"size\":2}";
            return ("{\"schemaVersion\":2,\"config\":" + empty + ",\"layers\":[],\"annotations\":{\"pad\":\""
                            + "x".repeat(GIANT - 1000) + "\"}}")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
