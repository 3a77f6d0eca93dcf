package dev.attest.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "refs/tags/v*, refs/tags/v1.0, true",
        "refs/tags/v*, refs/tags/v, true",
        "refs/tags/v*, refs/tags/v1/x, false",
        "refs/tags/v*, xrefs/tags/v1, false",
        "refs/heads/**, refs/heads/a/b, true",
        "refs/heads/main, refs/heads/main2, false",
        "refs/heads/main, refs/heads/Main, false",
        "https://github.com/o/*, https://github.com/o/r, true",
        "https://github.com/o/*, https://githubxcom/o/r, false",
        "*a*b, xaxb, true",
        "*a*b, xaxbx, false",
        "**, anything/at/all, true",
        "***, a/b, true",
    })
    void the_whole_name_fits_or_not(String glob, String name, boolean fits) {
        assertThat(new Glob(glob).matches(name)).isEqualTo(fits);
    }

    @Test
    void an_empty_name_fits_stars_only() {
        assertThat(new Glob("**").matches("")).isTrue();
        assertThat(new Glob("*").matches("")).isTrue();
        assertThat(new Glob("a").matches("")).isFalse();
    }

    @Test
    void a_hostile_name_takes_no_time_and_a_hostile_pattern_is_refused() {
        assertThat(new Glob("**a".repeat(170)).matches("a".repeat(8000) + "b")).isFalse();
        assertThat(new Glob("**").matches("a".repeat(8193))).isFalse();
        assertThatThrownBy(() -> new Glob("a".repeat(513))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Glob("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void it_is_shown_as_written() {
        assertThat(new Glob("a/*")).hasToString("a/*");
    }
}
