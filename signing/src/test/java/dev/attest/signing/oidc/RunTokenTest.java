package dev.attest.signing.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTokenTest {
    private static final Clock NOW = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

    @Test
    void a_token_is_fetched_once_and_again_when_it_is_renewed() throws Exception {
        var source = new Queue("jane", "jane");
        var run = new RunToken(List.of(source), NOW);

        assertThat(run.token()).isSameAs(run.token());
        assertThat(source.left).hasSize(1);

        IdentityToken first = run.token();
        IdentityToken renewed = run.renewed();
        assertThat(renewed).isNotSameAs(first).isSameAs(run.token());
        assertThat(source.left).isEmpty();
    }

    @Test
    void who_signs_does_not_change_within_a_run() throws Exception {
        var run = new RunToken(List.of(new Queue("jane", "john")), NOW);
        IdentityToken first = run.token();

        assertThatThrownBy(run::renewed).hasMessageContaining("names somebody else");
        assertThat(run.token()).isSameAs(first);
    }

    @Test
    void a_token_that_cannot_be_used_is_refused_when_it_is_fetched() {
        String expired = IdentityTokenTest.token("{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":1}");
        var run = new RunToken(List.of(new GivenToken(expired)), NOW);

        assertThatThrownBy(run::token).hasMessageContaining("expired at");
    }

    private static final class Queue implements TokenSource {
        private final ArrayDeque<String> left;

        Queue(String... subjects) {
            this.left = new ArrayDeque<>(List.of(subjects));
        }

        @Override
        public String name() {
            return "queue";
        }

        @Override
        public Optional<IdentityToken> token() throws dev.attest.signing.service.SigningException {
            return Optional.of(IdentityToken.parse(Tokens.of(left.remove())));
        }
    }
}
