package dev.attest.sbom.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Digest;
import dev.attest.sbom.TestImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaseImageFactsTest {
    private static final Digest A = TestImage.diffId(0);
    private static final Digest B = TestImage.diffId(1);
    private static final Digest C = TestImage.diffId(2);

    private static BaseImageFacts.Other other(Digest... diffIds) {
        return new BaseImageFacts.Other("debian:12", TestImage.diffId(9), List.of(diffIds));
    }

    @Test
    void image_whose_layers_are_the_lowest_ones_is_the_base() {
        Fact base = BaseImageFacts.bases(List.of(A, B, C), List.of(other(A, B))).get(0);
        assertThat(base.attribute()).isEqualTo("HAS_BASE_IMAGE");
        assertThat(base.conditions())
                .containsEntry("name", "debian:12")
                .containsEntry("layers", "2")
                .containsEntry("digest", TestImage.diffId(9).toString());
        assertThat(base.layer()).contains(B);
    }

    @Test
    void image_with_other_layers_or_none_is_not() {
        for (var other : List.of(other(B), other(A, C), other(A, B, C), other())) {
            assertThat(BaseImageFacts.bases(List.of(A, B), List.of(other)))
                    .containsExactly(Fact.absent(FactKind.BASE_IMAGE));
        }
        assertThat(BaseImageFacts.bases(List.of(A), List.of())).isEmpty();
    }

    @Test
    void shared_layers_are_named_wherever_they_stand_but_not_the_empty_one() {
        Digest empty = Digest.sha256(new byte[1024]);
        assertThat(BaseImageFacts.shared(List.of(A, empty, C), List.of(other(C, empty, B))))
                .extracting(fact -> fact.conditions().get("index"))
                .containsExactly("0002");
        assertThat(BaseImageFacts.shared(List.of(A), List.of(other(B))))
                .containsExactly(Fact.absent(FactKind.SHARED_LAYER));
    }
}
