package dev.attest.sbom.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LicencesTest {
    @ParameterizedTest
    @CsvSource({
        "'Apache License, Version 2.0', Apache-2.0",
        "The Apache Software License v2, Apache-2.0",
        "Apache License 2.0, Apache-2.0",
        "The MIT License (MIT), MIT",
        "BSD-3-Clause, BSD-3-Clause",
        "New BSD License, BSD-3-Clause",
        "Eclipse Public License - v 2.0, EPL-2.0",
        "GNU General Public License v2.0 or later, GPL-2.0-or-later",
        "https://www.apache.org/licenses/LICENSE-2.0.txt, Apache-2.0",
        "http://opensource.org/licenses/MIT/, MIT",
        "MIT OR isc, MIT OR ISC"
    })
    void text_stands_for_a_licence(String text, String expression) {
        assertThat(Licences.expression(text).orElseThrow()).hasToString(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BSD",
                "BSD License",
                "GPL",
                "LGPL",
                "Version 2.0",
                "the",
                "",
                "https://example.org/MIT",
                "Public Domain"
            })
    void text_that_leaves_something_open_stands_for_none(String text) {
        assertThat(Licences.expression(text)).isEmpty();
        assertThat(Licences.expression("a " + "x ".repeat(500) + text)).isEmpty();
    }

    @Test
    void known_licences_are_one_expression_in_which_all_hold() {
        Licences licences = Licences.of(List.of("MIT OR ISC", "The Apache License, version 2.0", " "));
        assertThat(licences.expression().orElseThrow()).hasToString("(MIT OR ISC) AND Apache-2.0");
        assertThat(licences.named()).isEmpty();
    }

    @Test
    void one_unknown_licence_leaves_each_by_itself() {
        Licences licences = Licences.of(List.of("MIT", "our own", "https://example.org/own", "our own"));
        assertThat(licences.expression()).isEmpty();
        assertThat(licences.named())
                .extracting(Licences.Named::text)
                .containsExactly("MIT", "our own", "https://example.org/own");
        assertThat(licences.named().get(0).expression()).isPresent();
        assertThat(licences.named().get(2).url()).contains("https://example.org/own");
        assertThat(Licences.of(List.of()).expression()).isEmpty();
    }

    @Test
    void list_knows_every_identifier_and_replaces_only_by_what_it_knows() {
        SpdxLicences list = SpdxLicences.list();
        assertThat(list.names()).hasSizeGreaterThan(650);
        for (var name : list.names()) {
            assertThat(list.licence(name.getValue())).contains(name.getValue());
            assertThat(list.replacement(name.getValue())).isEmpty();
        }
        for (String deprecated : List.of("GPL-1.0+", "wxWindows", "eCos-2.0", "StandardML-NJ", "GFDL-1.3", "Nunit")) {
            String text = list.replacement(deprecated).orElseThrow();
            assertThat(LicenceExpression.parse(text).orElseThrow()).hasToString(text);
        }
    }
}
