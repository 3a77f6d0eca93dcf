package dev.attest.signing.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.oidc.spiffe.FakeAgent;
import dev.attest.signing.service.SigningException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"unix://", "unix:", ""})
    void the_agent_that_the_environment_names_is_asked(String scheme) throws Exception {
        String token = Tokens.of("spiffe://example.org/ci");
        try (var agent = FakeAgent.start(folder.resolve("s"), FakeAgent.tokens(token), false)) {
            var source = new Spiffe(Map.of("SPIFFE_ENDPOINT_SOCKET", scheme + folder.resolve("s")));

            assertThat(source.token().orElseThrow().subject()).isEqualTo("spiffe://example.org/ci");
            assertThat(agent.received()).contains("sigstore");
        }
    }

    @Test
    void without_the_variable_nobody_is_asked() throws Exception {
        assertThat(new Spiffe(Map.of()).token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:8000", "relative/socket", "unix:relative", "unix://"})
    void what_is_no_socket_of_this_machine_is_not_asked(String address) {
        assertThatThrownBy(() -> new Spiffe(Map.of("SPIFFE_ENDPOINT_SOCKET", address)).token())
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessage("SPIFFE_ENDPOINT_SOCKET is not the absolute path of a Unix domain socket");
    }

    @Test
    void a_token_without_an_issuer_is_an_error_that_does_not_show_it() throws Exception {
        String token = IdentityTokenTest.token("{\"sub\":\"spiffe://a/b\",\"aud\":\"sigstore\",\"exp\":1}");
        try (var agent = FakeAgent.start(folder.resolve("s"), FakeAgent.tokens(token), false)) {
            var source = new Spiffe(Map.of("SPIFFE_ENDPOINT_SOCKET", "unix://" + folder.resolve("s")));

            assertThatThrownBy(source::token)
                    .hasMessageEndingWith(
                            "no token that a certificate authority takes: identity token.iss: expected a text")
                    .message()
                    .doesNotContain(token);
            assertThat(agent).isNotNull();
        }
    }

    @Test
    void an_agent_that_is_not_there_is_an_error() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> new Spiffe(Map.of("SPIFFE_ENDPOINT_SOCKET", "unix://" + none)).token())
                .hasMessage("the SPIFFE agent at " + none + " cannot be reached");
    }
}
