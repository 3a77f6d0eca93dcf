package dev.attest.signing.oidc;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.FrontedSigstore;
import dev.attest.signing.service.SigningException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourceTest {
    private static final String TEXT = IdentityTokenTest.token(
            "{\"iss\":\"https://issuer.example\",\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":2000}");

    @TempDir
    private Path folder;

    @Test
    void a_given_token_is_taken() throws Exception {
        assertThat(new GivenToken(TEXT).token().orElseThrow().secret()).isEqualTo(TEXT);
    }

    @Test
    void the_environment_may_hold_a_token() throws Exception {
        assertThat(new EnvironmentToken(Map.of("SIGSTORE_ID_TOKEN", TEXT)).token())
                .isPresent();
        assertThat(new EnvironmentToken(Map.of("SIGSTORE_ID_TOKEN", " ")).token())
                .isEmpty();
        assertThat(new EnvironmentToken(Map.of()).token()).isEmpty();
    }

    @Test
    void a_file_may_hold_a_token() throws Exception {
        Path file = folder.resolve("token");
        assertThat(new FileToken(file).token()).isEmpty();

        Files.writeString(file, TEXT + "\n");
        assertThat(new FileToken(file).token().orElseThrow().subject()).isEqualTo("s");

        Files.writeString(file, "s3cret");
        assertThatThrownBy(() -> new FileToken(file).token())
                .hasMessage("the file " + file + " holds no token: the identity token is not a signed JSON web token");

        Files.writeString(file, "x".repeat(70_000));
        assertThatThrownBy(() -> new FileToken(file).token()).hasMessageContaining("too large");
        assertThatThrownBy(() -> new FileToken(folder).token()).hasMessageContaining("cannot be read");
    }

    @Test
    void no_source_shows_its_secret() {
        var environment = Map.of("SIGSTORE_ID_TOKEN", TEXT);
        for (Object source :
                List.of(new Variables(environment), new EnvironmentToken(environment), new GivenToken(TEXT))) {
            assertThat(source.toString()).doesNotContain(TEXT);
        }
    }

    @Test
    void the_first_source_that_has_a_token_wins() throws Exception {
        var empty = new EnvironmentToken(Map.of());
        assertThat(TokenSource.first(List.of(empty, new GivenToken(TEXT))).secret())
                .isEqualTo(TEXT);
        assertThatThrownBy(() -> TokenSource.first(List.of(empty, new FileToken(folder.resolve("none")))))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageContaining("SIGSTORE_ID_TOKEN, ");
    }

    @Test
    void a_github_job_asks_for_its_token() throws Exception {
        try (var sigstore = new FrontedSigstore(folder.resolve("sigstore"))) {
            var source = github(sigstore, sigstore.front().baseUrl() + "/token?name=octocat");

            assertThat(source.token().orElseThrow().subject()).isEqualTo("octocat@local.attest.invalid");
            assertThat(sigstore.front().getAllServeEvents().get(0).getRequest().getUrl())
                    .isEqualTo("/token?name=octocat&audience=sigstore");
        }
    }

    @Test
    void a_github_job_with_a_wrong_secret_is_refused_without_showing_it() throws Exception {
        try (var sigstore = new FrontedSigstore(folder.resolve("sigstore"))) {
            var source = new GitHubActions(
                    Map.of(
                            "ACTIONS_ID_TOKEN_REQUEST_URL",
                            sigstore.front().baseUrl() + "/token",
                            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                            "wr0ng"),
                    sigstore.client());

            assertThatThrownBy(source::token)
                    .isInstanceOfSatisfying(
                            SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.REFUSED))
                    .hasMessageContaining("the identity provider localhost:")
                    .hasMessageContaining("answered 401")
                    .message()
                    .doesNotContain("wr0ng");
        }
    }

    @Test
    void an_identity_provider_that_answers_nonsense_is_an_error() throws Exception {
        try (var sigstore = new FrontedSigstore(folder.resolve("sigstore"))) {
            sigstore.answer(
                    "/token",
                    aResponse().withHeader("Content-Type", "application/json").withBody("{\"value\":7}"));

            assertThatThrownBy(() -> github(sigstore, sigstore.front().baseUrl() + "/token")
                            .token())
                    .hasMessageContaining("answered nonsense: answer.value: expected a text");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://github.example/token", "ftp://github.example", "nothing"})
    void the_secret_of_a_github_job_goes_nowhere_in_the_clear(String url) throws Exception {
        try (var sigstore = new FrontedSigstore(folder.resolve("sigstore"))) {
            assertThatThrownBy(() -> github(sigstore, url).token())
                    .hasMessage("ACTIONS_ID_TOKEN_REQUEST_URL is not an https address");
        }
    }

    @Test
    void a_secret_with_line_feeds_is_not_sent() throws Exception {
        try (var sigstore = new FrontedSigstore(folder.resolve("sigstore"))) {
            var source = new GitHubActions(
                    Map.of(
                            "ACTIONS_ID_TOKEN_REQUEST_URL",
                            "https://github.example",
                            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                            "a\nb"),
                    sigstore.client());
            assertThatThrownBy(source::token).hasMessage("ACTIONS_ID_TOKEN_REQUEST_TOKEN is not a token");
        }
    }

    @Test
    void outside_of_a_github_job_there_is_no_token() throws Exception {
        try (var sigstore = new FrontedSigstore(folder.resolve("sigstore"))) {
            assertThat(new GitHubActions(Map.of(), sigstore.client()).token()).isEmpty();
            assertThat(new GitHubActions(
                                    Map.of("ACTIONS_ID_TOKEN_REQUEST_URL", "https://github.example"), sigstore.client())
                            .token())
                    .isEmpty();
        }
    }

    private static GitHubActions github(FrontedSigstore sigstore, String url) {
        return new GitHubActions(
                Map.of(
                        "ACTIONS_ID_TOKEN_REQUEST_URL",
                        url,
                        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                        sigstore.running().requestToken()),
                sigstore.client());
    }
}
