package dev.attest.signing.tuf.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "targets/*.tgz, targets/foo.tgz, true",
        "targets/*.tgz, targets/foo.txt, false",
        "foo-version-?.tgz, foo-version-a.tgz, true",
        "foo-version-?.tgz, foo-version-alpha.tgz, false",
        "*.tgz, foo.tgz, true",
        "*.tgz, targets/foo.tgz, false",
        "foo.tgz, foo.tgz, true",
        "foo.tgz, Foo.tgz, false",
        "foo.tgz, foo_tgz, false",
        "*, a, true",
        "*, '', true",
        "*, a/b, false",
        "*/*, a/b, true",
        "*/*, a/b/c, false",
        "a*b*c, axbyyc, true",
        "a*b*c, axbyy, false",
        "*b/*c, abb/xc, true",
        "*x*/y, axbx/y, true",
        "a?b, a/b, false",
        "a*, a, true",
        "a**, abc, true",
        "a, ab, false",
        "ab, a, false",
        "'[ab]', a, false",
        "'[ab]', '[ab]', true"
    })
    void stars_and_question_marks_stay_inside_a_segment(String pattern, String path, boolean expected) {
        assertThat(PathPattern.matches(pattern, path)).isEqualTo(expected);
    }

    @Test
    void many_stars_cost_no_more_than_a_product_of_lengths() {
        String pattern = "a*".repeat(500) + "b";
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(PathPattern.matches(pattern, "a".repeat(1000))).isFalse());
    }
}
