package dev.attest.localsigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that were damaged are an error; new ones in their place would disown what was signed. */
class DamagedKeysTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00.123Z"), ZoneOffset.UTC);

    private final KeyPair key = Client.ecdsa("secp256r1");
    private Path folder;

    @BeforeEach
    void choose(@TempDir Path temporary) {
        folder = temporary.resolve("a/state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"version\":\"2\"}",
                "{\"version\":\"1\",\"keys\":{}}",
                "{\"version\":\"1\",\"keys\":{\"oidc\":{\"privateKey\":\"AAAA\",\"publicKey\":\"AAAA\"}}}"
            })
    void damaged_keys_are_an_error_and_never_replaced(String content) throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path file = folder.resolve("authority.json");
        Files.writeString(file, content);
        assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("authority.json is damaged");
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"created", "treeId", "fulcioChain", "timestampChain"})
    void damaged_field_of_the_state_is_an_error(String field) throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path file = folder.resolve("authority.json");
        var state = (com.fasterxml.jackson.databind.node.ObjectNode) Client.JSON.readTree(Files.readAllBytes(file));
        state.put(field, "?");
        Files.write(file, Client.JSON.writeValueAsBytes(state));
        assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void private_key_of_another_pair_is_an_error() throws Exception {
        LocalSigstore.open(folder, CLOCK).close();
        Path file = folder.resolve("authority.json");
        JsonNode state = Client.JSON.readTree(Files.readAllBytes(file));
        ((com.fasterxml.jackson.databind.node.ObjectNode) state.path("keys").path("rekor"))
                .put("privateKey", Client.base64(key.getPrivate().getEncoded()));
        Files.write(file, Client.JSON.writeValueAsBytes(state));
        assertThatThrownBy(() -> LocalSigstore.open(folder, CLOCK)).hasMessageContaining("does not belong");
    }
}
