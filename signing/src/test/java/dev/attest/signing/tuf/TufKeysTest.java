package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys and signatures count toward a threshold (§4.2, §5.3.4). */
class TufKeysTest {
    @TempDir
    Path folder;

    private TestRepository repository;
    private TufClient client;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        client = repository.client(folder);
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private TufState accepted() throws Exception {
        return client.view(CachePolicy.ask()).state();
    }

    private TufException refused(Check check) throws Exception {
        TufException refusal = catchThrowableOfType(TufException.class, () -> client.view(CachePolicy.ask()));
        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.check()).as(refusal.getMessage()).isEqualTo(check);
        return refusal;
    }

    @Test
    void the_threshold_counts_keys_and_not_signatures() throws Exception {
        TestKey one = TestKey.of("ecdsa", "one");
        TestKey two = TestKey.of("rsa", "two");
        repository.keys("timestamp", 2, one, two, one.alias("one-again"), one.asPoint("one-as-point"));
        repository.publish("root");

        repository.signers.put("timestamp", List.of(one));
        repository.publish("timestamp");
        refused(Check.SIGNATURES);

        repository.signers.put("timestamp", List.of(one, one.alias("one-again"), one.asPoint("one-as-point")));
        repository.publish("timestamp");
        refused(Check.SIGNATURES);

        repository.signers.put("timestamp", List.of(one, TestKey.of("rsa", "two")));
        repository.publish("timestamp");
        refused(Check.SIGNATURES);

        repository.signers.put("timestamp", List.of(one, two));
        repository.publish("timestamp");
        accepted();
    }

    @Test
    void an_id_that_signs_twice_is_refused() throws Exception {
        TestKey key = TestKey.of("ecdsa", "one");
        repository.keys("timestamp", 2, key, TestKey.of("ecdsa", "other"));
        repository.publish("root");
        repository.signers.put("timestamp", List.of(key, key));
        repository.publish("timestamp");
        refused(Check.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "ecdsa-old", "ecdsa-point", "ecdsa-384", "rsa", "rsa-long-salt"})
    void every_kind_of_key_signs(String kind) throws Exception {
        TestKey key = TestKey.of(kind, "another");
        repository.keys("timestamp", 1, key);
        repository.publish("root", "timestamp");
        accepted();

        repository.tamper("/timestamp.json", file -> {
            ((ObjectNode) file.get("signed")).put("version", 9);
            return file;
        });
        refused(Check.SIGNATURES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "mismatched", "rsa-1024"})
    void a_key_that_cannot_be_used_never_counts_and_harms_nobody(String kind) throws Exception {
        TestKey odd = TestKey.of(kind, "odd");
        TestKey good = TestKey.of("ed25519", "good");
        repository.keys("timestamp", 1, odd, good);
        repository.publish("root");
        repository.signers.put("timestamp", List.of(odd));
        repository.publish("timestamp");
        refused(Check.SIGNATURES);

        repository.signers.put("timestamp", List.of(odd, good));
        repository.publish("timestamp");
        accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zz", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "04", "00"})
    void a_key_whose_value_is_nonsense_never_counts(String value) throws Exception {
        for (String kind : List.of("ed25519", "ecdsa", "rsa")) {
            TestKey odd = TestKey.of(kind, "odd").withPublicValue(value);
            repository.keys("timestamp", 1, odd);
            repository.publish("root", "timestamp");
            refused(Check.SIGNATURES);
        }
    }

    @Test
    void a_damaged_signature_beside_enough_good_ones_harms_nobody() throws Exception {
        TestKey good = TestKey.of("ed25519", "good");
        repository.keys("timestamp", 1, good, TestKey.of("ecdsa", "absent"));
        repository.publish("root");
        repository.signers.put("timestamp", List.of(good));
        repository.publish("timestamp");
        for (String damaged : List.of("", "00", "3006020100020100", "no hex")) {
            repository.tamper("/timestamp.json", file -> {
                ArrayNode signatures = (ArrayNode) file.get("signatures");
                while (signatures.size() > 1) {
                    signatures.remove(1);
                }
                signatures.addObject().put("keyid", "absent").put("sig", damaged);
                return file;
            });
            accepted();
        }
    }
}
