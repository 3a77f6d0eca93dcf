package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members that are properly signed and still not what the format allows (§4). */
class TufMembersTest {
    @TempDir
    Path folder;

    private TestRepository repository;
    private TufClient client;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        repository.hashes = true;
        repository.target("targets", "file", "content");
        repository.delegate("targets", "a", TestKey.of("ed25519", "a-key"), "x/*");
        repository.publish("a", "root", "targets", "snapshot", "timestamp");
        client = repository.client(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "root|/roles/timestamp/threshold|0",
                "root|/roles/timestamp/threshold|-1",
                "root|/roles/timestamp/keyids|[\"timestamp-key\",\"timestamp-key\"]",
                "root|/roles/timestamp|null",
                "root|/consistent_snapshot|\"true\"",
                "timestamp|/version|0",
                "timestamp|/version|2147483648",
                "timestamp|/version|\"2\"",
                "timestamp|/expires|\"tomorrow\"",
                "timestamp|/expires|\"2030-01-01\"",
                "timestamp|/meta/snapshot.json/version|0",
                "timestamp|/meta/snapshot.json/length|0",
                "timestamp|/meta/snapshot.json/hashes/sha256|\"00\"",
                "snapshot|/meta/targets.json/version|-1",
                "targets|/targets/file/length|-1",
                "targets|/targets/file/hashes|null",
                "targets|/delegations/succinct_roles|{}",
                "targets|/delegations/keys|null",
                "targets|/delegations/roles|{}",
                "targets|/x|1.5"
            })
    void a_member_out_of_bounds_is_malformed(String role, String pointer, String value) throws Exception {
        JsonNode replacement = StrictJson.parse(value.getBytes(StandardCharsets.UTF_8));
        int last = pointer.lastIndexOf('/');
        ObjectNode signed = repository.signed(role).deepCopy();
        ((ObjectNode) signed.at(pointer.substring(0, last))).set(pointer.substring(last + 1), replacement);
        long version = repository.signed(role).get("version").asLong();
        byte[] file = TestRepository.envelope(signed, repository.signers.getOrDefault(role, List.of()));
        repository.serve(role, version, file);
        repository.publish(List.of("root", "timestamp").contains(role) ? new String[0] : above(role));

        TufException refusal = catchThrowableOfType(TufException.class, () -> client.view(CachePolicy.ask()));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.check()).as(refusal.getMessage()).isEqualTo(Check.MALFORMED);
    }

    private static String[] above(String role) {
        return role.equals("snapshot") ? new String[] {"timestamp"} : new String[] {"snapshot", "timestamp"};
    }

    @Test
    void where_one_of_two_online_keys_goes_its_files_go_too() throws Exception {
        TestKey leaving = TestKey.of("ecdsa", "leaving");
        TestKey staying = TestKey.of("ecdsa", "staying");
        for (String role : List.of("timestamp", "snapshot")) {
            repository.keys(role, 1, leaving, staying);
        }
        repository.publish("root", "targets", "snapshot", "timestamp");
        client.view(CachePolicy.ask());

        for (String role : List.of("timestamp", "snapshot")) {
            repository.keys(role, 1, staying);
            repository.signed(role).put("version", 0);
        }
        repository.publish("root");
        ((ArrayNode) repository.signed("targets").get("delegations").get("roles")).removeAll();
        ((ObjectNode) repository.signed("snapshot").get("meta")).remove("a.json");
        repository.publish("targets", "snapshot", "timestamp");
        TufState state = client.view(CachePolicy.ask()).state();
        assertThat(state.timestamp().version()).isEqualTo(1);
        assertThat(state.snapshot().version()).isEqualTo(1);
    }
}
