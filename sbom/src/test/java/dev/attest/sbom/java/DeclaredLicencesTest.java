package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredLicencesTest {
    @Test
    void known_licences_are_a_choice_and_others_stay_as_written() {
        var apache = new Pom.Licence("Apache License, Version 2.0", "");
        var byAddress = new Pom.Licence("ours", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        var other = new Pom.Licence("Some\n  Licence", "");
        assertThat(DeclaredLicences.of(List.of(apache, byAddress), "")).isEqualTo("Apache-2.0");
        assertThat(DeclaredLicences.of(List.of(apache, other), "MIT"))
                .isEqualTo("Apache License, Version 2.0\nSome Licence");
        assertThat(DeclaredLicences.of(List.of(), "")).isEmpty();
    }

    @Test
    void bundle_names_licences_with_attributes() {
        assertThat(DeclaredLicences.of(
                        List.of(), "\"Apache-2.0\";link=\"https://www.apache.org/licenses/LICENSE-2.0.txt\""))
                .isEqualTo("Apache-2.0");
        assertThat(DeclaredLicences.of(List.of(), "https://acme.example/one, https://acme.example/two"))
                .isEqualTo("https://acme.example/one\nhttps://acme.example/two");
    }

    @ParameterizedTest
    @CsvSource({
        "'\n   Apache License\n Version 2.0, January 2004\n',Apache-2.0",
        "'The MIT License (MIT)\n\nCopyright',MIT",
        "'Eclipse Public License - v 2.0\n',EPL-2.0",
        "'Copyright\nApache License\nVersion 2.0, January 2004',",
        "'Apache License\nVersion 3.0',",
        "'',"
    })
    void title_alone_tells_what_a_licence_file_is(String text, String expected) {
        assertThat(DeclaredLicences.ofText(text).orElse(null)).isEqualTo(expected);
    }

    @Test
    void file_counts_where_nothing_else_names_a_licence() throws Exception {
        var zip = new Zips().pom("g", "a", "1").add("META-INF/LICENSE.txt", "MIT License\n\nCopyright (c)");
        var image = new dev.attest.sbom.TestImage().layer().file("app/a-1.jar", zip.bytes());
        assertThat(image.scan().sbom().components().get(0).declared().licences())
                .containsExactly("MIT");
    }
}
