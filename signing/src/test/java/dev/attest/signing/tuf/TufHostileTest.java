package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.MetaFile;
import dev.attest.signing.tuf.metadata.Root;
import dev.attest.signing.tuf.metadata.Snapshot;
import dev.attest.signing.tuf.metadata.Targets;
import dev.attest.signing.tuf.metadata.Timestamp;
import dev.attest.signing.tuf.metadata.TufException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading it ends in an answer or in the one checked exception. */
class TufHostileTest {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "99999999999999999999",
            "\"\"",
            "\"x\"",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "{\"\":{}}",
            "{\"a\":null}");

    private TestRepository repository;
    private Root root;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        repository.hashes = true;
        repository.target("targets", "file", "content");
        repository.delegate("targets", "a", TestKey.of("ecdsa", "a-key"), "*").put("terminating", true);
        repository.publish("a", "targets", "snapshot", "timestamp");
        root = Root.trusted(repository.file("/1.root.json"));
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private interface Reader {
        void read(byte[] file) throws TufException;
    }

    private Reader reader(String role) {
        return switch (role) {
            case "root" -> Root::trusted;
            case "timestamp" -> file -> Timestamp.verify(file, root);
            case "snapshot" -> file -> Snapshot.verify(file, root).file("targets");
            default -> file -> readTargets(file);
        };
    }

    private void readTargets(byte[] file) throws TufException {
        // Announced by version alone, so that what the file holds is reached.
        ObjectNode snapshot = repository.signed("snapshot").deepCopy();
        ((ObjectNode) snapshot.get("meta").get("targets.json")).remove(List.of("hashes", "length"));
        MetaFile announced = Snapshot.verify(sign("snapshot", snapshot), root).file("targets");
        Targets targets = Targets.verify(file, "targets", root.role("targets"), announced);
        targets.target("file").ifPresent(TufHostileTest::ask);
        targets.delegations().forEach(delegation -> delegation.covers("file"));
    }

    private static void ask(dev.attest.signing.tuf.metadata.TargetFile file) {
        try {
            file.requireContent("content".getBytes(StandardCharsets.UTF_8));
            file.digest();
        } catch (TufException e) {
            assertThat(e).hasMessageContaining(":");
        }
    }

    private byte[] sign(String role, JsonNode signed) {
        return TestRepository.envelope((ObjectNode) signed, repository.signers.getOrDefault(role, List.of()));
    }

    /** Whether it was read; anything but an answer or a refusal fails the test. */
    private static boolean reads(Reader reader, byte[] file) {
        try {
            reader.read(file);
            return true;
        } catch (TufException e) {
            assertThat(String.valueOf(e.getMessage())).doesNotContain("\n").isNotBlank();
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
    void every_member_may_be_gone_doubled_or_anything_else(String role) throws Exception {
        Reader reader = reader(role);
        byte[] honest = sign(role, repository.signed(role));
        assertThat(reads(reader, honest)).isTrue();
        var pointers = new ArrayList<String>();
        collect(TestRepository.parse(honest), "", pointers);
        int refused = 0;
        for (String pointer : pointers) {
            for (String value : VALUES) {
                JsonNode replacement = StrictJson.parse(value.getBytes(StandardCharsets.UTF_8));
                refused += reads(reader, changed(role, honest, pointer, node -> replacement)) ? 0 : 1;
            }
            refused += reads(reader, changed(role, honest, pointer, node -> null)) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(pointers.size() * VALUES.size() / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
    void no_byte_of_a_signed_part_can_change(String role) throws Exception {
        Reader reader = reader(role);
        byte[] honest = sign(role, repository.signed(role));
        int from = new String(honest, StandardCharsets.UTF_8).indexOf("\"signed\"");
        for (int i = from; i < honest.length; i += role.equals("timestamp") ? 1 : 5) {
            byte[] flipped = honest.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            boolean same = reads(reader, flipped);
            // White space between tokens is not signed.
            assertThat(same).as("byte " + i).isEqualTo(same && isWhite(honest[i]) && isWhite(flipped[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "\"\"", "{}", "{\"signed\":{}}", "{\"signatures\":[],\"signed\":[]}"})
    void what_is_no_metadata_is_refused(String text) {
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            assertThat(reads(reader(role), text.getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
        }
    }

    @Test
    void depth_doubled_members_and_other_encodings_are_refused() throws Exception {
        byte[] honest = repository.file("/timestamp.json");
        String text = new String(honest, StandardCharsets.UTF_8);
        for (String hostile : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                text.replace("\"version\"", "\"version\" : 1, \"version\""),
                text + "{}",
                text.replace("timestamp", "time\\ud800stamp"),
                "\ufeff" + text)) {
            assertThat(reads(reader("timestamp"), hostile.getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
        }
        assertThat(reads(reader("timestamp"), text.getBytes(StandardCharsets.UTF_16)))
                .isFalse();
    }

    @Test
    void so_many_signatures_keys_and_ids_are_refused() throws Exception {
        ObjectNode file = (ObjectNode) TestRepository.parse(repository.file("/timestamp.json"));
        ArrayNode signatures = (ArrayNode) file.get("signatures");
        for (int i = 0; i < 256; i++) {
            signatures.addObject().put("keyid", "k" + i).put("sig", "00");
        }
        assertThat(reads(reader("timestamp"), StrictJson.write(file))).isFalse();
        signatures.remove(1);
        assertThat(reads(reader("timestamp"), StrictJson.write(file))).isTrue();

        ObjectNode keys = (ObjectNode) repository.root().get("keys");
        for (int i = keys.size(); i < 256; i++) {
            keys.set("k" + i, TestKey.of("future", "k").json());
        }
        assertThat(reads(reader("root"), sign("root", repository.root()))).isTrue();
        keys.set("one-more", TestKey.of("future", "k").json());
        assertThat(reads(reader("root"), sign("root", repository.root()))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2.0", "0.9", "1.0.31.1", "1.x", "10.0", ""})
    void another_version_of_the_specification_is_refused(String version) throws Exception {
        byte[] file = sign("timestamp", repository.signed("timestamp").put("spec_version", version));
        TufException refusal = org.assertj.core.api.Assertions.catchThrowableOfType(
                TufException.class, () -> Timestamp.verify(file, root));
        assertThat(refusal.check()).isEqualTo(Check.MALFORMED);
    }

    private byte[] changed(
            String role,
            byte[] honest,
            String pointer,
            UnaryOperator<@org.jspecify.annotations.Nullable JsonNode> change) {
        JsonNode file = TestRepository.parse(honest);
        int last = pointer.lastIndexOf('/');
        JsonNode holder = file.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1).replace("~1", "/").replace("~0", "~");
        JsonNode value = change.apply(file.at(pointer));
        if (holder instanceof ArrayNode array) {
            int index = Integer.parseInt(name);
            if (value == null) {
                array.remove(index);
            } else {
                array.set(index, value);
            }
        } else if (holder instanceof ObjectNode object) {
            if (value == null) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        }
        boolean signable = pointer.startsWith("/signed/") && file.get("signed").isObject();
        return signable ? sign(role, file.get("signed")) : StrictJson.write(file);
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        node.properties().forEach(member -> {
            String at = pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
            pointers.add(at);
            collect(member.getValue(), at, pointers);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers.add(pointer + "/" + i);
            collect(node.get(i), pointer + "/" + i, pointers);
        }
    }

    private static boolean isWhite(byte b) {
        return b == ' ' || b == '\n' || b == '\t' || b == '\r';
    }
}
