package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Trusted roots and keys that are refused when they are read. */
class TrustBoundsTest {
    private interface Knob {
        void turn(ObjectNode root);
    }

    private final TestSigstore sigstore = new TestSigstore();

    @TestFactory
    Stream<DynamicTest> defective_roots_are_refused() {
        return Stream.of(
                refused("a short log id", root -> root.withObject("/tlogs/0/logId")
                        .put("keyId", "AAAA")),
                refused("a short checkpoint key id", root -> root.withObject("/tlogs/0/checkpointKeyId")
                        .put("keyId", "AAAA")),
                refused("an authority without certificates", root -> root.withObject(
                                "/certificateAuthorities/0/certChain")
                        .putArray("certificates")),
                refused(
                        "a timestamp leaf alone",
                        root -> ((ArrayNode) root.at("/timestampAuthorities/0/certChain/certificates")).remove(1)),
                refused("a time that is none", root -> root.withObject("/tlogs/0/publicKey/validFor")
                        .put("end", "soon")),
                refused("65 logs", root -> {
                    ArrayNode logs = (ArrayNode) root.get("tlogs");
                    while (logs.size() < 65) {
                        logs.add(logs.get(0).deepCopy());
                    }
                }));
    }

    private DynamicTest refused(String what, Knob knob) {
        return DynamicTest.dynamicTest(what, () -> {
            ObjectNode root = sigstore.trustedRootJson();
            TrustedRoot.parse(StrictJson.write(root));
            knob.turn(root);
            assertThatThrownBy(() -> TrustedRoot.parse(StrictJson.write(root)))
                    .isInstanceOf(MalformedTrustException.class);
        });
    }

    @Test
    void keys_in_a_pem_of_another_kind_are_refused() {
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + TestSigstore.base64(TestSigstore.encoded(TestSigstore.ec("secp256r1")))
                + "\n-----END CERTIFICATE-----\n";
        assertThatThrownBy(() -> Identities.ofKey(pem.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedTrustException.class);
    }
}
