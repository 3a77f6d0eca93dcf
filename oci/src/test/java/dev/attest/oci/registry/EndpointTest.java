package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "docker.io, false, https://registry-1.docker.io/v2/",
        "ghcr.io, false, https://ghcr.io/v2/",
        "ghcr.io, true, http://ghcr.io/v2/",
        "localhost:5000, false, http://localhost:5000/v2/",
        "127.1.2.3, false, http://127.1.2.3/v2/",
        "'[::1]:5000', false, 'http://[::1]:5000/v2/'",
        "localhost.evil.com, false, https://localhost.evil.com/v2/",
        "127.0.0.1.evil.com, false, https://127.0.0.1.evil.com/v2/"
    })
    void unencrypted_http_is_for_loopback_or_on_request(String registry, boolean plain, String base) {
        assertThat(Endpoint.of(registry, plain, false).base()).hasToString(base);
    }

    @ParameterizedTest
    @CsvSource({
        "ghcr.io, https://auth.example.com/token, true",
        "ghcr.io, /token, true",
        "ghcr.io, http://auth.example.com/token, false",
        "ghcr.io, http://localhost/token, false",
        "ghcr.io, https://127.0.0.1/token, false",
        "ghcr.io, file:///etc/passwd, false",
        "ghcr.io, ftp://x.io/, false",
        "ghcr.io, https:///token, false",
        "ghcr.io, 'https://a b/', false",
        "localhost:5000, http://localhost:5001/token, true",
        "localhost:5000, https://auth.example.com/token, true",
        "localhost:5000, http://auth.example.com/token, false"
    })
    void credentials_go_to_no_unencrypted_or_inner_address(String registry, String realm, boolean followed)
            throws Exception {
        Endpoint endpoint = Endpoint.of(registry, false, false);
        if (followed) {
            assertThat(endpoint.tokenService(realm)).isNotNull();
        } else {
            assertThatThrownBy(() -> endpoint.tokenService(realm)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://ghcr.io/x, true",
        "https://GHCR.io:443/x, true",
        "http://ghcr.io/x, false",
        "https://ghcr.io:444/x, false",
        "https://ghcr.io.evil.com/x, false"
    })
    void same_place_is_same_scheme_host_and_port(String other, boolean same) {
        assertThat(Endpoint.of("ghcr.io", false, false).isSame(URI.create(other)))
                .isEqualTo(same);
    }

    @Test
    void best_challenge_is_taken() {
        Optional<Challenge> best = Challenge.best(List.of(
                "Digest realm=x",
                "Basic realm=\"b\"",
                "Bearer realm=\"https://a/t?x=\\\"1\\\"\",service=reg, scope=\"s,t\""));
        assertThat(best.orElseThrow().scheme()).isEqualTo(Challenge.Scheme.BEARER);
        assertThat(best.orElseThrow().parameters())
                .containsEntry("realm", "https://a/t?x=\"1\"")
                .containsEntry("service", "reg")
                .containsEntry("scope", "s,t");
        assertThat(Challenge.best(List.of("Negotiate"))).isEmpty();
        assertThat(Challenge.best(List.of("Bearer " + "x".repeat(10_000)))).isEmpty();
    }
}
