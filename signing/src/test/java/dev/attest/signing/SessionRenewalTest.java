package dev.attest.signing;

import static dev.attest.signing.FrontedSigstore.CERTIFICATES;
import static dev.attest.signing.FrontedSigstore.ENTRIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.oidc.GivenToken;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.oidc.RunToken;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.service.SigningException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that outlives its certificate goes on by the same identity, or ends. */
class SessionRenewalTest {
    @TempDir
    private Path folder;

    private FrontedSigstore sigstore;

    @BeforeEach
    void start() throws Exception {
        sigstore = new FrontedSigstore(folder.resolve("sigstore"));
    }

    @AfterEach
    void stop() throws Exception {
        sigstore.close();
    }

    @Test
    void a_session_ends_with_its_certificate_and_its_token() throws Exception {
        var clock = new SteppingClock();
        SigningSession session = new KeylessSigner(sigstore.services(), sigstore.verifier(), clock, new SecureRandom())
                .open(sigstore.token());
        clock.step(Duration.ofDays(1));

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("late"))))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("expired");
        assertThat(sigstore.front().getAllServeEvents()).hasSize(1);
    }

    @Test
    void a_session_that_outlives_its_certificate_gets_another_for_a_fresh_token() throws Exception {
        var clock = new SteppingClock();
        List<TokenSource> sources = List.of(new GivenToken(sigstore.token().secret()));
        SigningSession session = new KeylessSigner(sigstore.services(), sigstore.verifier(), clock, new SecureRandom())
                .open(new RunToken(sources, clock));
        clock.step(Duration.ofMinutes(5));
        session.sign(List.of(Statements.saying("one")));
        assertThat(sigstore.requests(CERTIFICATES)).isEqualTo(1);

        clock.step(Duration.ofSeconds(260));
        session.sign(List.of(Statements.saying("two")));

        assertThat(sigstore.requests(CERTIFICATES)).isEqualTo(2);
    }

    @Test
    void a_run_is_not_finished_by_somebody_else() throws Exception {
        var clock = new SteppingClock();
        var tokens = new ArrayDeque<>(List.of(sigstore.token(), sigstore.token("another")));
        var changing = new TokenSource() {
            @Override
            public String name() {
                return "changing";
            }

            @Override
            public Optional<IdentityToken> token() {
                return Optional.of(tokens.remove());
            }
        };
        SigningSession session = new KeylessSigner(sigstore.services(), sigstore.verifier(), clock, new SecureRandom())
                .open(new RunToken(List.of(changing), clock));
        clock.step(Duration.ofSeconds(560));

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"))))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("names somebody else than the first one");
        assertThat(sigstore.requests(ENTRIES)).isZero();
    }
}
