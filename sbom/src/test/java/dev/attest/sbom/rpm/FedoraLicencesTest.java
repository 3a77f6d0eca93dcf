package dev.attest.sbom.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FedoraLicencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIT AND (gpl-2.0-or-later OR ISC) | MIT AND (GPL-2.0-or-later OR ISC)",
                "GPLv2+ | GPL-2.0-or-later",
                "GPLv3 | GPL-3.0-only",
                "GPL+ | GPL-1.0-or-later",
                "AGPLv3+ | AGPL-3.0-or-later",
                "LGPLv3+ | LGPL-3.0-or-later",
                "LGPLv2.1+ | LGPL-2.1-or-later",
                "LGPLv2+ | LicenseRef-Callaway-LGPLv2-or-later",
                "ASL 2.0 and MPLv2.0 | Apache-2.0 AND MPL-2.0",
                "GPLv2+ and (MIT or BSD) | GPL-2.0-or-later AND (MIT OR LicenseRef-Callaway-BSD)",
                "(GPL+ or Artistic) and Public Domain | (GPL-1.0-or-later OR Artistic-1.0-Perl) AND LicenseRef-Fedora-Public-Domain",
                "GPLv3+ with exceptions | LicenseRef-Callaway-GPLv3-or-later-with-exceptions",
                "BSD with advertising | BSD-4-Clause",
                "zlib and Boost | Zlib AND BSL-1.0",
                "Vendor Terms | Vendor Terms",
                "GPLv2+ and Vendor | GPLv2+ and Vendor",
                "GPLv2+ and | GPLv2+ and"
            })
    void licence_tag_is_an_expression_where_its_names_are_known(String tag, String licence) {
        assertThat(FedoraLicences.of(tag)).containsExactly(licence);
    }

    @Test
    void nothing_and_very_much_stay_as_they_are() {
        assertThat(FedoraLicences.of("")).isEmpty();
        String much = "GPLv2+ and ".repeat(1000) + "MIT";
        assertThat(FedoraLicences.of(much)).containsExactly(much);
    }
}
