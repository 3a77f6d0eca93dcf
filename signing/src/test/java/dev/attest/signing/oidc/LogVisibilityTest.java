package dev.attest.signing.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.config.Selection;
import dev.attest.signing.config.Service;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogVisibilityTest {
    private static final LogVisibility UNASKED = new LogVisibility(Set.of("Private.example"), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"repository_visibility\":\"private\"",
                "\"repository_visibility\":\"internal\"",
                "\"repository_visibility\":\"secret\"",
                "\"repository_visibility\":true",
                "\"repository_visibility\":[]",
                "\"project_visibility\":\"private\"",
                "\"project_visibility\":\"internal\""
            })
    void what_is_not_public_needs_a_yes(String claim) throws Exception {
        IdentityToken token = token(claim);
        Selection services = services("https://fulcio.example", "https://rekor.example:8443");

        assertThatThrownBy(() -> UNASKED.requireAllowed(token, services))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.REFUSED))
                .hasMessage("nothing was sent: the repository acme/app? is not public, and fulcio.example and"
                        + " rekor.example:8443 would publish its name, workflow and commit for good. Say --public-log if"
                        + " everybody may know them, or sign with a Sigstore of your own that is declared private");
        new LogVisibility(Set.of(), true).requireAllowed(token, services);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"repository_visibility\":\"public\"", "\"project_visibility\":\"public\"", "\"x\":1"})
    void what_is_public_or_no_repository_needs_none(String claim) throws Exception {
        UNASKED.requireAllowed(token(claim), services("https://fulcio.example", "https://rekor.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1, http://localhost:2, ''",
        "https://private.example, https://PRIVATE.example:1, ''",
        "https://fulcio.githubapp.com, , ''",
        "https://private.example, https://rekor.example, rekor.example",
        "https://fulcio.example, http://[::1]:1, fulcio.example",
        "https://fulcio.example, , fulcio.example",
        "https://127.0.0.1.example, , 127.0.0.1.example",
        "https://private.example.evil.example, , private.example.evil.example"
    })
    void this_machine_and_declared_hosts_are_private(String authority, String log, String published) throws Exception {
        IdentityToken token = token("\"repository_visibility\":\"private\"");

        if (published.isEmpty()) {
            UNASKED.requireAllowed(token, services(authority, log));
        } else {
            assertThatThrownBy(() -> UNASKED.requireAllowed(token, services(authority, log)))
                    .hasMessageContaining("and " + published + " would publish");
        }
    }

    @Test
    void github_has_an_instance_of_its_own_for_private_repositories() throws Exception {
        IdentityToken token = IdentityToken.parse(IdentityTokenTest.token(
                "{\"iss\":\"https://token.actions.githubusercontent.com\",\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":1,"
                        + "\"repository_visibility\":\"private\"}"));

        assertThatThrownBy(() -> UNASKED.requireAllowed(token, services("https://fulcio.example", "")))
                .message()
                .startsWith("nothing was sent: the repository is not public")
                .endsWith("or with GitHub's for private repositories (fulcio.githubapp.com)");
        assertThat(token.visibility()).contains(RepositoryVisibility.PRIVATE);
    }

    private static IdentityToken token(String claim) throws SigningException {
        return IdentityToken.parse(Tokens.with("\"sub\":\"s\",\"repository\":\"acme/app\\u0007\"," + claim));
    }

    private static Selection services(String authority, @Nullable String log) {
        return new Selection(
                service(authority),
                new Selection.Witnesses(
                        log == null || log.isEmpty() ? List.of() : List.of(service(log)),
                        List.of(service("https://tsa.example"))));
    }

    private static Service service(String url) {
        return new Service(URI.create(url), 1, Optional.empty(), Optional.empty(), "");
    }
}
