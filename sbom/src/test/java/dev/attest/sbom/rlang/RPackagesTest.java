package dev.attest.sbom.rlang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RPackagesTest {
    private static final String LIBRARY = "usr/lib/R/site-library/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static String description(String name, String version, String... lines) {
        return "Package: " + name + "\nVersion: " + version + "\n" + String.join("\n", lines)
                + "\nBuilt: R 4.2.2; ; 2022-11-15; unix\n";
    }

    @Test
    void installed_packages_are_those_that_r_built() throws Exception {
        var result = image().file(
                        LIBRARY + "rlang/DESCRIPTION",
                        description(
                                "rlang",
                                "1.0.6",
                                "License: MIT + file LICENSE",
                                "Depends: R (>= 3.4), utils",
                                "Imports: jsonlite (>= 1),",
                                "  missing",
                                "Maintainer: L <l@x>",
                                "URL: https://rlang.x, https://github.com/r-lib/rlang",
                                "RemoteType: github",
                                "RemoteUsername: r-lib",
                                "RemoteRepo: rlang",
                                "RemoteSha: abc"))
                .file(LIBRARY + "jsonlite/DESCRIPTION", description("jsonlite", "1.8-4"))
                .file("usr/lib/R/library/utils/DESCRIPTION", description("utils", "4.2.2", "Priority: base"))
                .program(LIBRARY + "rlang/libs/rlang.so")
                .file("src/rlang/DESCRIPTION", "Package: rlang\nVersion: 2\n")
                .file(LIBRARY + "rlang/inst/other/DESCRIPTION", description("x", "1"))
                .file("usr/share/octave/DESCRIPTION", "Name: octave\n")
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly("pkg:cran/jsonlite@1.8-4", "pkg:cran/rlang@1.0.6", "pkg:cran/utils@4.2.2");
        Component rlang = Scanned.component(result, "pkg:cran/rlang@1.0.6");
        assertThat(rlang.dependsOn()).containsExactly("pkg:cran/jsonlite@1.8-4", "pkg:cran/utils@4.2.2");
        assertThat(rlang.declared().licences()).containsExactly("MIT");
        assertThat(rlang.declared().supplier()).contains("L <l@x>");
        assertThat(rlang.declared().references())
                .containsEntry("website", "https://rlang.x")
                .containsEntry("vcs", "https://github.com/r-lib/rlang");
        assertThat(rlang.declared().properties()).containsEntry("source:reference", "abc");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GPL-2 | GPL-3;GPL-2.0-only OR GPL-3.0-only",
                "GPL (>= 2) | file LICENCE;GPL (>= 2) | file LICENCE",
                "BSD_3_clause + file LICENCE;BSD-3-Clause",
                "Part of R 4.2.2;Part of R 4.2.2",
                "Apache License (>= 2);Apache-2.0"
            })
    void licences_are_expressions_where_nothing_is_open(String declared, String expected) {
        assertThat(Licences.of(declared)).isEqualTo(expected);
    }

    @Test
    void hostile_descriptions_end() throws Exception {
        var result = image().file(LIBRARY + "a/DESCRIPTION", "Package: a\n" + " x\n".repeat(300_000))
                .file(LIBRARY + "b/DESCRIPTION", description("b", "not a version"))
                .file(LIBRARY + "c/DESCRIPTION", ("Package: c\n" + "x".repeat(5 << 20)))
                .file(LIBRARY + "d/DESCRIPTION", "Package: d\u0000\nVersion: 1\nBuilt: x\n")
                .scan();
        assertThat(Scanned.purls(result)).isEmpty();
        assertThat(Scanned.gaps(result)).containsExactly("limit " + LIBRARY + "c/DESCRIPTION");
    }
}
