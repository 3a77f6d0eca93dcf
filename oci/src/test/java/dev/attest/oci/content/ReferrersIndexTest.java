package dev.attest.oci.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferrersIndexTest {
    private static final int MAX = 4 << 20;

    private static ReferrersIndex parse(byte[] text) throws MalformedImageException {
        return ReferrersIndex.parse(text, "index", MAX);
    }

    private static Digest digest(int number) {
        return Digest.sha256(("n" + number).getBytes(StandardCharsets.UTF_8));
    }

    private static ReferrersIndex.Entry entry(int number) {
        return ReferrersIndex.Entry.of(new Descriptor(MediaTypes.OCI_MANIFEST, digest(number), number));
    }

    /** Indexes as others write them: any order, spacing, escapes, numbers and members that attest does not know. */
    private static final class Foreign {
        private static final List<String> VALUES = List.of(
                "1.50",
                "1e2",
                "-0",
                "12345678901234567890123",
                "\"\\u00e9\\/\"",
                "\"é\\n]}\"",
                "{ \"b\" : [ ] , \"a\":null}",
                "[[{}],true ]");
        private final Random random;
        private final List<String> entries = new ArrayList<>();

        Foreign(long seed) {
            this.random = new Random(seed);
        }

        private String space() {
            return List.of("", " ", "\n\t", "  \r\n").get(random.nextInt(4));
        }

        private String members(List<String> known) {
            var members = new ArrayList<>(known);
            for (int i = random.nextInt(3); i > 0; i--) {
                members.add(
                        random.nextInt(members.size() + 1),
                        "\"x-" + i + "\"" + space() + ":" + space() + VALUES.get(random.nextInt(VALUES.size())));
            }
            return "{" + space() + String.join(space() + "," + space(), members) + space() + "}";
        }

        private String entry(int number) {
            return members(List.of(
                    "\"digest\"" + space() + ":\"" + digest(number) + "\"",
                    "\"size\":" + space() + number,
                    "\"mediaType\":\"application\\/vnd.oci.image.manifest.v1+json\""));
        }

        byte[] index(int count) {
            for (int i = 0; i < count; i++) {
                entries.add(entry(i));
            }
            var known = new ArrayList<String>();
            known.add("\"schemaVersion\"" + space() + ":2");
            if (count > 0 || random.nextBoolean()) {
                known.add(
                        random.nextInt(2),
                        "\"manifests\":[" + space() + String.join(space() + "," + space(), entries) + space() + "]");
            }
            if (random.nextBoolean()) {
                known.add(random.nextInt(2), "\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\"");
            }
            return members(known).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void foreign_text_is_kept_byte_for_byte() throws Exception {
        for (int seed = 0; seed < 500; seed++) {
            var foreign = new Foreign(seed);
            int count = seed % 5;
            String received = new String(foreign.index(count), StandardCharsets.UTF_8);
            ReferrersIndex index = parse(received.getBytes(StandardCharsets.UTF_8));
            assertThat(index.received())
                    .extracting(ReferrersIndex.Entry::text)
                    .containsExactlyElementsOf(foreign.entries);
            assertThat(index.with(List.of())).asString(StandardCharsets.UTF_8).isEqualTo(received);

            byte[] changed = index.with(List.of(entry(1), entry(100), entry(101), entry(100)));
            String text = new String(changed, StandardCharsets.UTF_8);
            int at = firstDifference(received, text);
            assertThat(text)
                    .as("seed %d", seed)
                    .startsWith(received.substring(0, at))
                    .endsWith(received.substring(at));
            ReferrersIndex again = parse(changed);
            assertThat(again.received().subList(0, count)).isEqualTo(index.received());
            assertThat(again.digests()).contains(digest(1), digest(100), digest(101));
            assertThat(again.entries()).hasSize(count + (count > 1 ? 2 : 3));
        }
    }

    private static int firstDifference(String left, String right) {
        int at = 0;
        while (at < left.length() && left.charAt(at) == right.charAt(at)) {
            at++;
        }
        // What was put in may begin as what follows does.
        while (!right.endsWith(left.substring(at))) {
            at--;
        }
        return at;
    }

    @Test
    void an_index_that_says_null_gets_its_list() throws Exception {
        byte[] changed = parse("{\"schemaVersion\":2,\"manifests\":null, \"x\":1}".getBytes(StandardCharsets.UTF_8))
                .with(List.of(entry(1)));
        assertThat(changed)
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"schemaVersion\":2,\"manifests\":[" + entry(1).text() + "], \"x\":1}");
    }

    @Test
    void an_index_of_ours_is_canonical() throws Exception {
        assertThat(ReferrersIndex.empty().with(List.of(entry(1))))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"manifests\":[{\"digest\":\"" + digest(1) + "\",\"mediaType\":\""
                        + MediaTypes.OCI_MANIFEST + "\",\"size\":1}],\"mediaType\":\"" + MediaTypes.OCI_INDEX
                        + "\",\"schemaVersion\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaVersion\":2,\"manifests\":[1]}",
                "{\"schemaVersion\":2,\"manifests\":{}}",
                "{\"schemaVersion\":1,\"manifests\":[]}",
                "{\"schemaVersion\":2,\"Manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}",
                "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"sha256:00\",\"size\":1,\"mediaType\":\"a/b\"}]}"
            })
    void what_is_no_index_is_refused(String text) {
        assertThatThrownBy(() -> parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedImageException.class);
    }
}
