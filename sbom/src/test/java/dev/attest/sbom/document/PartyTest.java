package dev.attest.sbom.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Example GmbH | Example GmbH | - | -",
                "Foo Corp, Inc. | Foo Corp, Inc. | - | -",
                "A Team <a@example.org> | A Team | a@example.org | -",
                "Example <https://example.org/x> | Example | - | https://example.org/x",
                "a@example.org | a@example.org | a@example.org | -",
                "<a@example.org> | a@example.org | a@example.org | -",
                "https://example.org | https://example.org | - | https://example.org",
                "Nobody <at nowhere> | Nobody <at nowhere> | - | -",
                "Nobody <nowhere> | Nobody | - | -",
                "'\"Quoted\" <q@example.org>' | Quoted | q@example.org | -",
            })
    void a_name_and_its_address_are_told_apart(String text, String name, String mail, String url) {
        assertThat(Party.first(text)).contains(new Party(name, Optional.ofNullable(mail), Optional.ofNullable(url)));
    }

    @Test
    void several_are_several_and_none_is_none() {
        assertThat(Party.parse("A <a@example.org>, B <b@example.org>; C <c@example.org>"))
                .extracting(Party::name)
                .isEqualTo(List.of("A", "B", "C"));
        assertThat(Party.parse("  ")).isEmpty();
        assertThat(Party.parse("x <a@example.org>, ".repeat(500))).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "UNKNOWN", "http", "https://a b", "https://ex\u0007.org", "//x/y", "https://[", "x y:z"})
    void what_is_no_address_is_none(String text) {
        assertThat(Party.isAddress(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "git+ssh://git@example.org/a.git", "mailto:a@example.org"})
    void addresses_have_a_scheme(String text) {
        assertThat(Party.isAddress(text)).isTrue();
    }
}
