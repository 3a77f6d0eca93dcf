package dev.attest.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.oci.PlatformImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseTest {
    private static final PlatformImage AMD = Judged.platform("amd64", "1");
    private static final PlatformImage ARM = Judged.platform("arm64", "1");
    private static final Digest DIGEST = AMD.manifest().digest();

    @Test
    void of_several_statements_the_newest_counts_in_whatever_order_they_come(@TempDir Path folder) throws Exception {
        try (var notary = new Notary(folder.resolve("sigstore"))) {
            var evidence = new ArrayList<Evidence.Accepted>();
            for (int i = 0; i < 3; i++) {
                evidence.add(notary.says(PredicateType.CYCLONEDX, Judged.sbom("old" + i), DIGEST));
            }
            notary.later();
            Evidence.Accepted newest = notary.says(PredicateType.CYCLONEDX, Judged.sbom("new"), DIGEST);
            evidence.add(newest);
            assertThat(newestInAnyOrder(evidence)).containsOnly(newest);
        }
    }

    @Test
    void equal_times_are_told_apart_by_the_bundle_and_the_referrer(@TempDir Path folder) throws Exception {
        try (var notary = new Notary(folder.resolve("sigstore"))) {
            var evidence = new ArrayList<Evidence.Accepted>();
            for (int i = 0; i < 4; i++) {
                Evidence.Accepted one = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a" + i), DIGEST);
                evidence.add(one);
                evidence.add(new Evidence.Accepted(ARM.manifest().digest(), one.bundle(), one.verified()));
            }
            assertThat(evidence.stream()
                            .map(one -> one.verified().verifiedTime().orElseThrow())
                            .distinct())
                    .hasSize(1);
            assertThat(newestInAnyOrder(evidence))
                    .hasSize(20)
                    .allMatch(newestInAnyOrder(evidence).get(0)::equals);
        }
    }

    private static List<Evidence.Accepted> newestInAnyOrder(List<Evidence.Accepted> evidence) {
        var newest = new ArrayList<Evidence.Accepted>();
        var shuffled = new ArrayList<Evidence>(evidence);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            newest.add(Judged.single(AMD, shuffled.toArray(Evidence[]::new))
                    .newest(PredicateType.CYCLONEDX, DIGEST)
                    .orElseThrow());
        }
        return newest;
    }

    @Test
    void a_statement_about_index_and_platforms_counts_once(@TempDir Path folder) throws Exception {
        try (var notary = new Notary(folder.resolve("sigstore"))) {
            Case index = Judged.index(AMD, ARM);
            Evidence.Accepted both = notary.says(
                    PredicateType.PROVENANCE,
                    Judged.localProvenance(),
                    index.digest(),
                    DIGEST,
                    ARM.manifest().digest());
            assertThat(index.with(List.of(both)).newestOfEach(PredicateType.PROVENANCE))
                    .containsExactly(both);
            assertThat(index.with(List.of(both)).newestOfEach(PredicateType.FACTS))
                    .isEmpty();
        }
    }

    @Test
    void the_subjects_are_the_digest_asked_for_and_those_judged() {
        Case index = Judged.index(AMD, ARM);
        assertThat(index.subjects())
                .containsExactly(index.digest(), DIGEST, ARM.manifest().digest());
        assertThat(Judged.only(index, ARM).subjects())
                .containsExactly(index.digest(), ARM.manifest().digest());
        assertThat(Judged.single(AMD).subjects()).containsExactly(DIGEST);
    }

    @Test
    void something_of_the_image_is_judged() {
        Case single = Judged.single(AMD);
        assertThatThrownBy(() -> new Case(single.reference(), single.image(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image without a platform to judge");
        assertThatThrownBy(() -> new Case(single.reference(), single.image(), List.of(ARM), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a platform to judge that is none of the image's");
    }
}
