package dev.attest.sbom.dpkg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebianLicencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GPL-2+ | GPL-2.0-or-later",
                "GPL-2 | GPL-2.0-only",
                "GPL-2.0+ | GPL-2.0-or-later",
                "GPLv3+ | GPL-3.0-or-later",
                "LGPL-2.1 | LGPL-2.1-only",
                "LGPL-3+ | LGPL-3.0-or-later",
                "AGPL-3 | AGPL-3.0-only",
                "GFDL-1.2+ | GFDL-1.2-or-later",
                "GFDL-NIV-1.3+ | GFDL-1.3-no-invariants-or-later",
                "Expat | MIT",
                "BSD-3-clause | BSD-3-Clause",
                "BSD-2 | BSD-2-Clause",
                "Apache-2 | Apache-2.0",
                "CC0 license | CC0-1.0",
                "Artistic | Artistic-1.0",
                "Artistic-2 | Artistic-2.0",
                "ZLIB | Zlib",
                "public-domain | LicenseRef-public-domain",
                "GPL | LicenseRef-GPL",
                "RRA-KEEP-THIS-NOTICE | LicenseRef-RRA-KEEP-THIS-NOTICE",
                "GPL-1+ or Artistic | GPL-1.0-or-later OR Artistic-1.0",
                "GPL-1+ or Artistic, and Expat | (GPL-1.0-or-later OR Artistic-1.0) AND MIT",
                "Expat or GPL-2 and ISC | MIT OR (GPL-2.0-only AND ISC)",
                "BSD-3-clause and/or GPL-3+ | BSD-3-Clause OR GPL-3.0-or-later",
                "LGPLv3+_or_GPLv2+ | LGPL-3.0-or-later OR GPL-2.0-or-later",
                "GPL-3+ with Bison exception | GPL-3.0-or-later WITH Bison-exception-2.2",
                "GPL-3+-WITH-BISON-EXCEPTION | GPL-3.0-or-later WITH Bison-exception-2.2",
                "GPL-2 with Linux-syscall-note exception | GPL-2.0-only WITH Linux-syscall-note",
                "GPL-2+ with distribution exception | LicenseRef-GPL-2-with-distribution-exception",
                "GPL-2 or later | GPL-2.0-or-later"
            })
    void short_name_is_an_expression(String name, String expression) {
        assertThat(DebianLicences.parse(name).orElseThrow()).hasToString(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "none",
                "Permission to use, copy, modify, and distribute this software",
                "GPL-2+ or",
                "a b c d e f"
            })
    void sentence_is_no_name(String name) {
        assertThat(DebianLicences.parse(name + " ").map(Object::toString).orElse(""))
                .doesNotContain("Permission", "-b-");
    }

    @Test
    void names_of_a_file_are_listed_once() {
        var licences = new DebianLicences();
        String names = "GPL-2+\nExpat\nMIT\nThis is a whole sentence and no name";
        assertThat(licences.expressions(names)).containsExactly("GPL-2.0-or-later", "MIT");
        assertThat(licences.unnamed(names)).isEqualTo(1);
    }
}
