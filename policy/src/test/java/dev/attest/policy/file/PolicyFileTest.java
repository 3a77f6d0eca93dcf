package dev.attest.policy.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Digest;
import dev.attest.policy.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
    static final String HEAD = "policy: https://attest.dev/policy/v1\nname: example\n";

    private static Profile read(String text) throws MalformedPolicyException {
        return PolicyFile.read(text.getBytes(UTF_8), "policy:example.yaml");
    }

    @Test
    void a_policy_begins_from_a_profile_and_is_known_by_its_bytes() throws Exception {
        String text = HEAD + "extends: prod\n";
        Profile policy = read(text);
        assertThat(policy.id()).isEqualTo("example");
        assertThat(policy.rules()).isEqualTo(Profile.PROD.rules());
        assertThat(policy.asksForEvidence()).isTrue();
        assertThat(policy.source().digest()).isEqualTo(Digest.sha256(text.getBytes(UTF_8)));
        assertThat(policy.source().uri()).isEqualTo("policy:example.yaml");
        assertThat(read(HEAD + "extends: dev\n").asksForEvidence()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: x#extends: prod | policy.policy: expected a text",
                "policy: https://attest.dev/policy/v2#name: x#extends: prod | policy.policy: expected https://attest.dev/policy/v1",
                "policy: https://attest.dev/policy/v1#name: x | policy.extends: expected a text",
                "policy: https://attest.dev/policy/v1#extends: prod | policy.name: expected a text",
                "policy: https://attest.dev/policy/v1#name: x#extends: strict | policy.extends: expected one of signed, dev, prod",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#buildres: [] | policy: there is no buildres here",
            })
    void what_is_no_policy_is_refused(String text, String message) {
        assertThatThrownBy(() -> read(text.replace('#', '\n')))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessageContaining(message);
    }
}
