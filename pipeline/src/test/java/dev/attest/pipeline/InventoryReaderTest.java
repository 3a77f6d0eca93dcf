package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
                assertThatThrownBy(() -> new InventoryReader(Places.same(giants), executor, Set.of())
                                .read(Moves.reference("oci:" + work), root))
                        .isInstanceOf(MalformedImageException.class)
                        .hasMessageContaining("its evidence included");
                assertThat(giants.read).hasValueLessThanOrEqualTo(Inventory.MAX_BYTES);
            } finally {
                executor.shutdownNow();
            }
        }
    }

    @Test
    void referrers_of_referrers_are_followed_four_deep_and_no_further() throws Exception {
        Images.single(work);
        try (var chain = new Chain(work, 4)) {
            assertThat(chain.read().documents()).hasSize(1 + 4);
        }
        try (var chain = new Chain(work, 5)) {
            assertThatThrownBy(chain::read)
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining("more than 4 deep");
        }
    }

    @Test
    void what_is_attached_to_a_part_of_an_attached_index_comes_along() throws Exception {
        Images.single(work);
        try (var chain = new Chain(work, 1)) {
            Descriptor part = chain.attach(chain.bottom(), "part");
            Descriptor index = chain.index(chain.bottom(), part);
            Descriptor signature = chain.attach(part, "signature of the part");
            assertThat(chain.read().documents())
                    .extracting(Document::digest)
                    .contains(index.digest(), part.digest(), signature.digest());
        }
    }

    @Test
    void what_is_listed_and_is_no_referrer_or_not_there_is_noted() throws Exception {
        Images.single(work);
        try (var chain = new Chain(work, 0)) {
            chain.list(chain.bottom(), new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(new byte[] {1}), 7));
            Descriptor foreign = chain.attach(chain.attach(chain.bottom(), "a"), "b");
            chain.list(chain.bottom(), foreign);
            assertThat(chain.read().missing())
                    .anyMatch(line -> line.contains("not there"))
                    .anyMatch(line -> line.contains("it is attached to"));
        }
    }

    @Test
    void one_thing_listed_with_two_sizes_is_refused() throws Exception {
        Images.single(work);
        try (var chain = new Chain(work, 0)) {
            Descriptor part = chain.attach(chain.bottom(), "part");
            Descriptor lying = new Descriptor(part.mediaType(), part.digest(), part.size() + 1);
            chain.index(chain.bottom(), part);
            chain.index(chain.bottom(), lying);
            assertThatThrownBy(chain::read).isInstanceOf(MalformedImageException.class);
        }
        try (var chain = new Chain(work, 0)) {
            chain.index(chain.bottom(), new Descriptor("text/plain", Digest.sha256(new byte[] {2}), 2));
            assertThatThrownBy(chain::read)
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining("neither a manifest nor an index");
        }
    }

    /** An image with a chain of referrers, each attached to the one before, and more as a test adds it. */
    private static final class Chain extends FaultyRepository {
        private final Map<Digest, byte[]> manifests = new TreeMap<>();
        private final Map<Digest, List<Descriptor>> listed = new TreeMap<>();
        private final String image;
        private final ExecutorService executor = Executors.newFixedThreadPool(4);
        private Descriptor last;

        private Chain(Path work, int length) throws Exception {
            super(new Moves().open("oci:" + work));
            image = "oci:" + work;
            last = resolve(Moves.reference(image));
            for (int i = 0; i < length; i++) {
                last = attach(last, "level " + i);
            }
        }

        private Descriptor bottom() {
            return last;
        }

        private Inventory read() throws Exception {
            Descriptor root = resolve(Moves.reference(image));
            return new InventoryReader(Places.same(this), executor, Set.of()).read(Moves.reference(image), root);
        }

        private Descriptor attach(Descriptor subject, String what) {
            String empty = "{\"mediaType\":\"a/b\",\"digest\":\"sha256:" + "ab".repeat(32) + "\",\"size\":2}";
            return add(
                    MediaTypes.OCI_MANIFEST,
                    subject,
                    "\"config\":" + empty + ",\"layers\":[],\"annotations\":{\"what\":\"" + what + "\"}");
        }

        private Descriptor index(Descriptor subject, Descriptor part) {
            return add(MediaTypes.OCI_INDEX, subject, "\"manifests\":[" + text(part) + "]");
        }

        private Descriptor add(String type, Descriptor subject, String members) {
            byte[] text = ("{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"subject\":" + text(subject) + ","
                            + members + "}")
                    .getBytes(StandardCharsets.UTF_8);
            var descriptor = new Descriptor(type, Digest.sha256(text), text.length);
            manifests.put(descriptor.digest(), text);
            list(subject, descriptor);
            return descriptor;
        }

        private void list(Descriptor subject, Descriptor referrer) {
            listed.computeIfAbsent(subject.digest(), any -> new ArrayList<>()).add(referrer);
        }

        private static String text(Descriptor descriptor) {
            return "{\"mediaType\":\"" + descriptor.mediaType() + "\",\"digest\":\"" + descriptor.digest()
                    + "\",\"size\":" + descriptor.size() + "}";
        }

        @Override
        public List<Descriptor> referrers(Digest subject) {
            return List.copyOf(listed.getOrDefault(subject, List.of()));
        }

        @Override
        public byte[] manifest(Descriptor descriptor) throws java.io.IOException, MalformedImageException {
            byte[] known = manifests.get(descriptor.digest());
            return known == null ? super.manifest(descriptor) : Content.checked(known, descriptor);
        }

        @Override
        public void close() throws java.io.IOException {
            executor.shutdownNow();
            super.close();
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
