package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedIdentityTest {
    private static final CertificateClaims CLAIMS = new CertificateClaims(
            LeafMint.SUBJECT,
            CertificateClaims.SubjectKind.URI,
            LeafMint.ISSUER,
            Map.of(12, "https://github.com/acme/app", 14, "refs/tags/v1", 15, "12345", 23, "production"));

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/.*, true",
        "github.com/acme, false",
        "https://github.com/acme/app, false",
        "acme, false",
        ".*@refs/tags/v1, true",
        ".*@refs/tags/v, false"
    })
    void regular_expressions_match_the_whole_subject(String expression, boolean accepted) {
        assertThat(new AcceptedIdentity.Matching(LeafMint.ISSUER, expression).accepts(CLAIMS))
                .isEqualTo(accepted);
        assertThat(new AcceptedIdentity.Matching("https://other.test", expression).accepts(CLAIMS))
                .isFalse();
    }

    @Test
    void subjects_that_exhaust_an_expression_do_not_match() {
        var identity = new AcceptedIdentity.Matching(LeafMint.ISSUER, "(?:a|(b))*");
        var claims = new CertificateClaims(
                "a".repeat(1_000_000), CertificateClaims.SubjectKind.URI, LeafMint.ISSUER, Map.of());
        assertThat(identity.accepts(claims)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "acme/app,,,, true",
        "ACME/App,,,, true",
        "12345,,,, true",
        "1234,,,, false",
        "acme/application,,,, false",
        "acme/ap,,,, false",
        "acme/app,.github/workflows/release.yml,,, true",
        "acme/app,.github/workflows/*.yml,refs/tags/*,production, true",
        "acme/app,.github/*,,, false",
        "acme/app,.github/**,,, true",
        "acme/app,acme/app/.github/workflows/release.yml,,, true",
        "acme/app,evil/app/.github/workflows/release.yml,,, false",
        "acme/app,.github/workflows/other.yml,,, false",
        "acme/app,,refs/tags/v1,, true",
        "acme/app,,refs/tags/v,, false",
        "acme/app,,refs/*,, false",
        "acme/app,,refs/**,, true",
        "acme/app,,,staging, false"
    })
    void github_workflows_match_by_structure(
            String repository, String workflow, String ref, String environment, boolean accepted) {
        var identity = new AcceptedIdentity.GitHub(
                repository, Optional.ofNullable(workflow), Optional.ofNullable(ref), Optional.ofNullable(environment));
        assertThat(identity.accepts(CLAIMS)).isEqualTo(accepted);
        assertThat(identity.toString()).contains(repository);
        var foreign = new CertificateClaims(CLAIMS.subject(), CLAIMS.kind(), "https://other.test", CLAIMS.extensions());
        assertThat(identity.accepts(foreign)).isFalse();
        var silent = new CertificateClaims(CLAIMS.subject(), CLAIMS.kind(), CLAIMS.issuer(), Map.of());
        assertThat(identity.accepts(silent)).isFalse();
        var mail = new CertificateClaims(
                CLAIMS.subject(), CertificateClaims.SubjectKind.EMAIL, CLAIMS.issuer(), CLAIMS.extensions());
        assertThat(identity.accepts(mail)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "acme/app,, false",
        "12345,, false",
        "acme/app,.github/workflows/build.yml, false",
        "acme/app,other/builder/.github/workflows/build.yml, true",
        "acme/app,other/*/.github/workflows/build.yml, true"
    })
    void reusable_workflow_of_another_repository_signs_only_where_it_is_named(
            String repository, String workflow, boolean accepted) {
        var claims = new CertificateClaims(
                "https://github.com/other/builder/.github/workflows/build.yml@refs/heads/main",
                CLAIMS.kind(),
                CLAIMS.issuer(),
                CLAIMS.extensions());
        var identity = new AcceptedIdentity.GitHub(
                repository, Optional.ofNullable(workflow), Optional.empty(), Optional.empty());
        assertThat(identity.accepts(claims)).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme", "acme/", "a/b/c", "0", "acme/app*"})
    void repositories_are_names_or_numbers(String repository) {
        assertThatThrownBy(() ->
                        new AcceptedIdentity.GitHub(repository, Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void empty_and_broken_identities_are_refused() {
        assertThatThrownBy(() -> Identities.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AcceptedIdentity.Exact("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AcceptedIdentity.Matching("x", "(")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Identities.ofKey(new byte[3])).isInstanceOf(MalformedTrustException.class);
        assertThatThrownBy(() -> new Glob("*".repeat(9))).isInstanceOf(IllegalArgumentException.class);
    }
}
