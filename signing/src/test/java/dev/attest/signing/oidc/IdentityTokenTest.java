package dev.attest.signing.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.service.SigningException;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTokenTest {
    private static final String REST = "\"aud\":\"sigstore\",\"exp\":2000";

    @Test
    void claims_are_read_and_the_text_is_kept() throws Exception {
        String text = token("{\"iss\":\"https://issuer.example\",\"sub\":\"repo:a/b\",\"run_id\":\"7\"," + REST + "}");

        IdentityToken token = IdentityToken.parse(" " + text + "\n");

        assertThat(token.issuer()).isEqualTo("https://issuer.example");
        assertThat(token.subject()).isEqualTo("repo:a/b");
        assertThat(token.audience()).containsExactly("sigstore");
        assertThat(token.expiry()).isEqualTo(Instant.ofEpochSecond(2000));
        assertThat(token.claims().text("run_id")).isEqualTo("7");
        assertThat(token.secret()).isEqualTo(text);
        assertThat(token).hasToString("identity token of https://issuer.example [redacted]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sub\":\"s\" | s",
                "\"sub\":\"s\",\"email\":\"\" | s",
                "\"sub\":\"s\",\"email\":\"a@b\",\"email_verified\":true | a@b",
                "\"sub\":\"s\",\"email\":\"a@b\",\"email_verified\":\"true\" | a@b",
                "\"sub\":\"s\",\"email\":\"a@b\",\"email_verified\":\"True\" | a@b",
                "\"sub\":\"spiffe://a/b\",\"email\":\"a@b\" | spiffe://a/b",
                "\"sub\":\"s\",\"email\":\"a@b\",\"job_workflow_ref\":\"w\" | s",
                "\"sub\":\"s\",\"email\":\"a@b\",\"project_path\":\"w\" | s",
                "\"sub\":\"s\",\"email\":\"a@b\",\"pipeline_slug\":\"w\" | s",
                "\"sub\":\"s\",\"email\":\"a@b\",\"oidc.circleci.com/project-id\":\"w\" | s",
                "\"sub\":\"s\",\"email\":\"a@b\",\"kubernetes.io\":{} | s"
            })
    void the_subject_is_the_verified_address_or_sub(String claims, String subject) throws Exception {
        assertThat(IdentityToken.parse(token("{\"iss\":\"i\"," + claims + "," + REST + "}"))
                        .subject())
                .isEqualTo(subject);
    }

    @Test
    void repository_and_federated_issuer_are_read() throws Exception {
        IdentityToken token = IdentityToken.parse(
                Tokens.with(
                        "\"sub\":\"s\",\"project_path\":\"group/app\","
                                + "\"project_visibility\":\"public\",\"federated_claims\":{\"connector_id\":\"https://accounts.example\"}"));

        assertThat(token.repository()).contains("group/app");
        assertThat(token.visibility()).contains(RepositoryVisibility.PUBLIC);
        assertThat(token.federatedIssuer()).contains("https://accounts.example");

        IdentityToken other = IdentityToken.parse(Tokens.of("s"));
        assertThat(other.repository()).isEmpty();
        assertThat(other.visibility()).isEmpty();
        assertThat(other.federatedIssuer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"email_verified\":false", ",\"email_verified\":\"yes\"", ",\"email_verified\":1"})
    void an_unverified_address_is_refused(String flag) {
        String claims = "{\"iss\":\"i\",\"sub\":\"s\",\"email\":\"a@b\"" + flag + "," + REST + "}";

        assertThatThrownBy(() -> IdentityToken.parse(token(claims))).hasMessageContaining("has not verified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":1}",
                "{\"iss\":\"i\",\"aud\":\"sigstore\",\"exp\":1}",
                "{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"sigstore\"}",
                "{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":\"1\"}",
                "{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":-1}",
                "{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":1e300}",
                "{\"iss\":\"i\",\"sub\":\"s\",\"aud\":[1],\"exp\":1}",
                "{\"iss\":\"i\",\"iss\":\"j\",\"sub\":\"s\",\"aud\":\"sigstore\",\"exp\":1}",
                "[]",
                "no json"
            })
    void claims_that_are_none_are_refused_without_being_shown(String claims) {
        assertThatThrownBy(() -> IdentityToken.parse(token(claims)))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .message()
                .doesNotContain("eyJ")
                .startsWith("identity token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b", "a.b.", "a.b.c.d", "eyJ.!!.c", "..c"})
    void text_that_is_no_token_is_refused(String text) {
        assertThatThrownBy(() -> IdentityToken.parse(text))
                .isInstanceOf(SigningException.class)
                .message()
                .startsWith("the identity token is not a")
                .doesNotContain("!!");
    }

    @Test
    void an_endless_token_is_refused() {
        assertThatThrownBy(() -> IdentityToken.parse("a.b." + "c".repeat(70_000)))
                .hasMessageContaining("is not a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sigstore\" | 1999 | ",
                "[\"other\",\"sigstore\"] | 1999 | ",
                "\"sigstore\" | 2000 | expired at 1970-01-01T00:33:20Z",
                "\"other\" | 1999 | is not for the audience",
                "[] | 1999 | is not for the audience",
                "\"sigstore.example\" | 1999 | is not for the audience"
            })
    void a_token_is_used_in_time_and_for_its_audience(String audience, long now, String complaint) throws Exception {
        IdentityToken token =
                IdentityToken.parse(token("{\"iss\":\"i\",\"sub\":\"s\",\"exp\":2000.9,\"aud\":" + audience + "}"));

        if (complaint == null) {
            token.requireUsable(Instant.ofEpochSecond(now));
        } else {
            assertThatThrownBy(() -> token.requireUsable(Instant.ofEpochSecond(now)))
                    .hasMessageContaining(complaint);
        }
    }

    static String token(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"ES256\"}".getBytes(UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(UTF_8)) + ".c2lnbmF0dXJl";
    }
}
