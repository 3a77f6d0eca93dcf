package dev.attest.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.References;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartiesTest {
    @ParameterizedTest
    @CsvSource({
        "https://github.com/o/r/.github/workflows/w.yml@refs/heads/main, https://github.com/o/r/.github/workflows/w.yml@refs/tags/v1, true",
        "https://github.com/o/r/.github/workflows/w.yml@refs/heads/main, https://github.com/o/r/.github/workflows/w.yml, true",
        "https://github.com/o/r/.github/workflows/w.yml@refs/heads/main, https://github.com/o/r/.github/workflows/x.yml@refs/heads/main, false",
        "a@example.com, a@example.com, true",
        "a@example.com, a@example.org, false",
        "'', '', false",
    })
    void refs_make_no_difference_and_nobody_is_the_same_as_no_name(String one, String other, boolean same) {
        assertThat(Parties.same(one, other)).isEqualTo(same);
        assertThat(Parties.same(other, one)).isEqualTo(same);
    }

    @Test
    void an_image_is_fetched_without_tag_and_digest() {
        String image = "registry.example.com:5000/team/app";
        for (String written : new String[] {image + ":1.0", image + "@sha256:" + "a".repeat(64)}) {
            assertThat(ResourceUri.of(References.parse(written, Optional.empty())))
                    .contains("oci://" + image);
        }
        assertThat(ResourceUri.of(References.parse("oci:folder", Optional.empty())))
                .isEmpty();
    }

    /** A branch may be named so that a careless reader takes a part of it for the workflow. */
    @Test
    void a_branch_with_an_at_sign_makes_nobody_else() {
        String workflow = "https://github.com/o/r/.github/workflows/main.yml";
        assertThat(Parties.same(workflow + "@refs/heads/main", workflow + "@refs/heads/a@b"))
                .isTrue();
    }
}
