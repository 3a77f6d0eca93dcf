package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryIdentityTest {
    private static final String PROJECT = "https://gitlab.com/acme/team/app";
    private static final String SIGNER = PROJECT + "//ci/.gitlab-ci.yml@refs/heads/main";

    private static Map<Integer, String> gitLabClaims() {
        return new TreeMap<>(Map.of(
                9, SIGNER,
                12, PROJECT,
                14, "refs/heads/main",
                15, "4711",
                17, "99",
                18, SIGNER,
                20, "push",
                22, "private",
                23, "production"));
    }

    private static CertificateClaims claims(String subject, Map<Integer, String> extensions) {
        return new CertificateClaims(subject, CertificateClaims.SubjectKind.URI, RepositoryIdentity.GITLAB, extensions);
    }

    private static CertificateClaims with(int number, String value) {
        Map<Integer, String> changed = gitLabClaims();
        changed.put(number, value);
        return claims(SIGNER, changed);
    }

    static Stream<Arguments> everything_that_is_named_has_to_be_claimed() {
        return Stream.<Object[]>of(
                        new Object[] {"number", 15, ask(b -> b.identifier("4711"))},
                        new Object[] {"owner", 17, ask(b -> b.ownerIdentifier("99"))},
                        new Object[] {"ref", 14, ask(b -> b.ref("refs/tags/*").ref("refs/heads/*ain"))},
                        new Object[] {"config", 18, ask(b -> b.config("ci/*.yml@refs/heads/main"))},
                        new Object[] {"trigger", 20, ask(b -> b.trigger("push"))},
                        new Object[] {"visibility", 22, ask(b -> b.visibility("private"))},
                        new Object[] {"environment", 23, ask(b -> b.environment("production"))},
                        new Object[] {"repository", 12, ask(b -> b)})
                .map(Arguments::of);
    }

    private static UnaryOperator<RepositoryIdentity.Builder> ask(UnaryOperator<RepositoryIdentity.Builder> more) {
        return more;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everything_that_is_named_has_to_be_claimed(
            String name, int number, UnaryOperator<RepositoryIdentity.Builder> more) {
        RepositoryIdentity identity =
                more.apply(RepositoryIdentity.gitLab("acme/team/app")).build();
        assertThat(identity.accepts(claims(SIGNER, gitLabClaims()))).isTrue();
        assertThat(identity.accepts(with(number, "other"))).isFalse();
        assertThat(identity.accepts(with(number, gitLabClaims().get(number) + "x")))
                .isFalse();
        assertThat(identity.accepts(with(number, "x" + gitLabClaims().get(number))))
                .isFalse();
        Map<Integer, String> silent = gitLabClaims();
        silent.remove(number);
        assertThat(identity.accepts(claims(SIGNER, silent))).isFalse();
        assertThat(identity.toString()).contains(PROJECT).doesNotContain("null");
    }

    @ParameterizedTest
    @CsvSource({
        "https://gitlab.com/acme/team/app, true",
        "https://gitlab.com/Acme/team/App, true",
        "https://gitlab.com/acme/team/app2, false",
        "https://gitlab.com/acme/team/ap, false",
        "https://gitlab.com/acme/team/app/, false",
        "https://gitlab.com/evil/acme/team/app, false",
        "http://gitlab.com/acme/team/app, false",
        "https://gitlab.com.evil.test/acme/team/app, false",
        "https://gitlab.com/\u0430cme/team/app, false",
        "https://gitlab.com/acme/team/app\u200b, false",
        "https://gitlab.com/acme%2fteam/app, false"
    })
    void lookalikes_of_a_repository_are_somebody_else(String uri, boolean accepted) {
        Map<Integer, String> changed = gitLabClaims();
        changed.put(12, uri);
        String signer = uri + "//.gitlab-ci.yml@refs/heads/main";
        changed.put(9, signer);
        assertThat(RepositoryIdentity.gitLab("acme/team/app").build().accepts(claims(signer, changed)))
                .isEqualTo(accepted);
    }

    @Test
    void letters_that_only_become_ascii_by_folding_are_others() {
        var identity = new AcceptedIdentity.GitHub("kit/app", Optional.empty(), Optional.empty(), Optional.empty());
        for (String owner : new String[] {"kit", "KIT", "\u212Ait", "k\u0131t"}) {
            String uri = "https://github.com/" + owner + "/app";
            var claims = new CertificateClaims(
                    uri + "/.github/workflows/a.yml@refs/heads/main",
                    CertificateClaims.SubjectKind.URI,
                    AcceptedIdentity.GitHub.ISSUER,
                    Map.of(12, uri));
            assertThat(identity.accepts(claims))
                    .as(owner)
                    .isEqualTo(owner.equalsIgnoreCase("kit") && owner.matches("[A-Za-z]+"));
        }
    }

    @Test
    void numbers_survive_renames_and_tell_a_reused_name() {
        var byNumber = RepositoryIdentity.issuedBy(RepositoryIdentity.GITLAB)
                .identifier("4711")
                .build();
        var byName = RepositoryIdentity.gitLab("acme/team/app").build();
        var byBoth =
                RepositoryIdentity.gitLab("acme/team/app").identifier("4711").build();
        CertificateClaims same = claims(SIGNER, gitLabClaims());
        Map<Integer, String> moved = gitLabClaims();
        moved.replaceAll((number, value) -> value.replace("team/app", "team/renamed"));
        CertificateClaims renamed = claims(SIGNER.replace("team/app", "team/renamed"), moved);
        CertificateClaims reused = with(15, "4712");
        assertThat(Stream.of(same, renamed, reused).map(byNumber::accepts)).containsExactly(true, true, false);
        assertThat(Stream.of(same, renamed, reused).map(byName::accepts)).containsExactly(true, false, true);
        assertThat(Stream.of(same, renamed, reused).map(byBoth::accepts)).containsExactly(true, false, false);
    }

    @ParameterizedTest
    @CsvSource({
        ", https://gitlab.com/acme/team/app//ci/.gitlab-ci.yml@refs/heads/main, true",
        ", https://gitlab.com/acme/team/app/nested//ci/.gitlab-ci.yml@refs/heads/main, false",
        ", https://gitlab.com/other/templates//sign.yml@refs/heads/main, false",
        "ci/*.yml, https://gitlab.com/acme/team/app//ci/.gitlab-ci.yml@refs/heads/main, true",
        "*.yml, https://gitlab.com/acme/team/app//ci/.gitlab-ci.yml@refs/heads/main, false",
        "ci/*.yml, https://gitlab.com/acme/team/app//ci/x@refs/heads/.gitlab-ci.yml@refs/heads/main, false",
        "ci/*.yml, https://gitlab.com/other/templates//ci/sign.yml@refs/heads/main, false",
        "https://gitlab.com/other/templates//*.yml, https://gitlab.com/other/templates//sign.yml@refs/x, true",
        "https://gitlab.com/other/templates//*.yml, https://gitlab.com/other/templates//a/sign.yml@refs/x, false",
        "https://gitlab.com/other/templates//*.yml@refs/tags/*, https://gitlab.com/other/templates//a.yml@refs/tags/1, true",
        "https://gitlab.com/other/templates//*.yml@refs/tags/*, https://gitlab.com/other/templates//a.yml@refs/x/1, false"
    })
    void signers_are_the_repositorys_own_or_named(
            @org.jspecify.annotations.Nullable String glob, String signer, boolean accepted) {
        RepositoryIdentity.Builder asked = RepositoryIdentity.gitLab("acme/team/app");
        if (glob != null) {
            asked.signer(glob);
        }
        Map<Integer, String> changed = gitLabClaims();
        changed.put(9, signer);
        assertThat(asked.build().accepts(claims(signer, changed))).isEqualTo(accepted);
        changed.remove(9);
        assertThat(asked.build().accepts(claims(signer, changed))).isEqualTo(accepted);
        assertThat(asked.build().accepts(claims("https://gitlab.com/evil/x//a.yml@refs/x", changed)))
                .isFalse();
        changed.put(9, "https://gitlab.com/evil/x//a.yml@refs/x");
        assertThat(asked.build().accepts(claims(signer, changed))).isFalse();
    }

    @Test
    void another_issuer_kind_or_a_rerun_by_hand_is_refused() {
        RepositoryIdentity identity = RepositoryIdentity.gitLab("acme/team/app").build();
        assertThat(identity.accepts(with(11, "ssh-rerun"))).isFalse();
        assertThat(identity.accepts(with(11, "self-hosted"))).isTrue();
        assertThat(identity.accepts(new CertificateClaims(
                        SIGNER, CertificateClaims.SubjectKind.URI, "https://gitlab.example", gitLabClaims())))
                .isFalse();
        assertThat(identity.accepts(new CertificateClaims(
                        SIGNER, CertificateClaims.SubjectKind.EMAIL, RepositoryIdentity.GITLAB, gitLabClaims())))
                .isFalse();
    }

    @Test
    void identities_without_a_repository_are_refused() {
        var bare = RepositoryIdentity.issuedBy("https://ci.example");
        assertThatThrownBy(bare::build).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bare.identifier(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RepositoryIdentity.issuedBy("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(bare.identifier("1").build())
                .isEqualTo(RepositoryIdentity.issuedBy("https://ci.example")
                        .identifier("1")
                        .build())
                .isNotEqualTo(RepositoryIdentity.issuedBy("https://ci.example")
                        .identifier("2")
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acme", "https://gitlab.com/acme/app", "acme/", "/acme", "acme/app@x", "a b/c", "acme/app*"})
    void projects_are_paths(String project) {
        assertThatThrownBy(() -> RepositoryIdentity.gitLab(project)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void certificates_without_issuer_match_by_name_and_never_fulcios() {
        var mail = new AcceptedIdentity.WithoutIssuer(CertificateClaims.SubjectKind.EMAIL, "release@acme.test");
        var own = new CertificateClaims("release@acme.test", CertificateClaims.SubjectKind.EMAIL, "", Map.of());
        assertThat(mail.accepts(own)).isTrue();
        assertThat(mail).hasToString("release@acme.test (no issuer)");
        assertThat(mail.accepts(new CertificateClaims(
                        own.subject(),
                        own.kind(),
                        "https://accounts.google.com",
                        Map.of(8, "https://accounts.google.com"))))
                .isFalse();
        assertThat(mail.accepts(new CertificateClaims(own.subject(), own.kind(), "", Map.of(12, "x"))))
                .isFalse();
        assertThat(mail.accepts(new CertificateClaims(own.subject(), CertificateClaims.SubjectKind.URI, "", Map.of())))
                .isFalse();
        for (String other :
                new String[] {"Release@acme.test", "release@acme.test.evil", "xrelease@acme.test", "release@acme.test "
                }) {
            assertThat(mail.accepts(new CertificateClaims(other, own.kind(), "", Map.of())))
                    .as(other)
                    .isFalse();
        }
        assertThat(new AcceptedIdentity.Exact("https://accounts.google.com", "release@acme.test").accepts(own))
                .isFalse();
        assertThat(new AcceptedIdentity.Matching("https://accounts.google.com", ".*").accepts(own))
                .isFalse();
        assertThatThrownBy(() -> new AcceptedIdentity.WithoutIssuer(CertificateClaims.SubjectKind.EMAIL, " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AcceptedIdentity.WithoutIssuer(CertificateClaims.SubjectKind.USER_NAME, "bob"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
