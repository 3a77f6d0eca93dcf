package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.intoto.predicate.Svr;
import dev.attest.intoto.predicate.VerificationSummary;
import dev.attest.oci.Platform;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.policy.PolicySource;
import dev.attest.policy.Profile;
import dev.attest.provenance.BuildTypes;
import dev.attest.signing.Verified;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a verifier says of an image that the real gate judged. */
class VsaMakerTest extends WorkshopTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00.123Z");
    private static final String RESOURCE = "oci://registry.example.com/team/app";

    private static VsaOrder order(VerifyReport report, String verifier) {
        return new VsaOrder(
                new VerificationSummary.Verifier(verifier, Map.of("attest", "1.0")),
                RESOURCE,
                VsaPolicy.of(report.question().profile().source(), Map.of("dev.attest.trustedRoot", "sha256:ab")),
                VsaLevels.of(report, false));
    }

    private static VsaMaker maker(VerifyReport report) {
        return new VsaMaker(report, order(report, "https://verifier.example.com/v1"));
    }

    @Test
    void a_summary_names_policy_trust_levels_and_all_evidence_that_counted() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(reference());
        Statement statement = Statement.parse(maker(report).summary(NOW).write());
        assertThat(statement.subjects().stream().map(ResourceDescriptor::digest))
                .extracting(digest -> "sha256:" + digest.get("sha256"))
                .containsExactly(index.digest(), index.amd(), index.arm());

        VerificationSummary summary = VerificationSummary.read(statement.predicate());
        assertThat(summary.passed()).isTrue();
        assertThat(summary.timeVerified()).contains(Instant.parse("2026-05-01T10:00:00Z"));
        assertThat(summary.resourceUri()).isEqualTo(RESOURCE);
        assertThat(summary.policy().uri()).contains("https://attest.dev/policies/prod");
        assertThat(summary.policy().digest().get("sha256"))
                .isEqualTo(Profile.PROD.source().digest().hex());
        assertThat(summary.policy().annotation("dev.attest.trustedRoot")).contains("sha256:ab");
        assertThat(summary.verifiedLevels())
                .containsExactly(new SlsaResult("ATTEST_PROFILE_PROD"), SlsaResult.build(1));
        assertThat(summary.inputAttestations()).hasSize(7).allSatisfy(input -> assertThat(
                        input.annotation("in-toto.io/predicate-type"))
                .isPresent());
        assertThat(maker(report).summary(NOW).write())
                .isEqualTo(maker(report).summary(NOW).write());
    }

    @Test
    void of_one_platform_nothing_is_said_of_the_index() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(reference(), Profile.PROD, Optional.of(Platform.parse("linux/arm64")));
        assertThat(maker(report).summary(NOW).subjects()).singleElement().satisfies(subject -> assertThat(
                        "sha256:" + subject.digest().get("sha256"))
                .isEqualTo(index.arm()));
    }

    @Test
    void of_a_refused_image_nothing_is_said() throws Exception {
        Images.single(layout.folder());
        VerifyReport refused = workshop.verify(reference());
        assertThatThrownBy(() -> maker(refused)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_verifier_is_neither_signer_nor_builder() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(reference());
        String builder = Workshop.DEVELOPER + "@local.attest.invalid";
        assertThat(maker(report).conflict("verifier@local.attest.invalid")).isEmpty();
        assertThat(maker(report).conflict(builder)).get().asString().contains("signed the evidence of the build");
        assertThat(new VsaMaker(report, order(report, BuildTypes.LOCAL_BUILDER)).conflict("verifier"))
                .get()
                .asString()
                .contains("the builder itself");
        assertThat(new VsaMaker(report, order(report, BuildTypes.LOCAL_BUILDER + "@refs/tags/v1")).conflict("verifier"))
                .isPresent();
        assertThat(maker(report).conflict(BuildTypes.LOCAL_BUILDER)).isPresent();
        // Where no provenance was asked for, whoever signed the image is taken for its builder.
        VerifyReport signed = workshop.verify(reference(), Profile.SIGNED, Optional.empty());
        assertThat(maker(signed).conflict(builder)).isPresent();
    }

    @Test
    void a_level_that_nobody_looked_for_is_not_claimed() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(reference(), Profile.SIGNED, Optional.empty());
        assertThat(VsaLevels.of(report, false))
                .containsExactly(
                        new SlsaResult("SLSA_BUILD_LEVEL_UNEVALUATED"), new SlsaResult("ATTEST_PROFILE_SIGNED"));
        assertThat(VsaLevels.of(report, true)).contains(SlsaResult.build(0));
    }

    @Test
    void a_file_has_no_level_that_looks_like_a_built_in_profile() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        var source = new PolicySource(
                "prod", "policy:prod.yaml", Profile.PROD.source().digest());
        var file = new Profile(source, true, Profile.PROD.rules());
        assertThat(VsaLevels.of(workshop.verify(reference(), file, Optional.empty()), false))
                .contains(new SlsaResult("ATTEST_POLICY_PROD"))
                .doesNotContain(new SlsaResult("ATTEST_PROFILE_PROD"));
    }

    @Test
    void a_simple_result_has_a_property_for_each_rule() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        Statement statement = maker(workshop.verify(reference())).result(NOW);
        assertThat(statement.predicateType()).isEqualTo(Svr.PREDICATE_TYPE);
        Svr result = Svr.read(Statement.parse(statement.write()).predicate());
        assertThat(result.properties())
                .contains("ATTEST_NO_SHELL", "ATTEST_NON_ROOT", "ATTEST_PROFILE_PROD", "SLSA_BUILD_LEVEL_1");
        assertThat(result.policies()).hasSize(1);
    }

    @Test
    void a_summary_is_attached_to_everything_that_it_is_about() throws Exception {
        Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(reference());
        byte[] statement = maker(report).summary(NOW).write();
        List<Verified> signed = workshop.session("verifier").sign(List.of(statement));
        try (Repository repository = Workshop.open(reference())) {
            VsaDelivery.attach(repository, report.subject().image(), signed, workshop.executor());
        }
        VerifyReport again = workshop.verify(reference());
        assertThat(Workshop.isAccepted(again)).isTrue();
        assertThat(again.subject().evidence())
                .filteredOn(Evidence.Rejected.class::isInstance)
                .hasSize(3);
    }
}
