package dev.attest.sbom.dpkg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.TestImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DpkgPackagesTest {
    private static final String DEP_5 = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n";

    private static String stanza(String name, String arch, String more) {
        return "Package: " + name + "\nStatus: install ok installed\nArchitecture: " + arch + "\nVersion: 2-1\n" + more
                + "\n\n";
    }

    private static TestImage image(String status) {
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=debian\nVERSION_ID=12\n")
                .file("var/lib/dpkg/status", status);
    }

    private static Component component(TestImage image, String name) throws Exception {
        return image.scan().sbom().components().stream()
                .filter(one -> one.identity().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Component.Declared licensed(String copyright) throws Exception {
        var image = image(stanza("a", "all", "")).file("usr/share/doc/a/copyright", copyright);
        return component(image, "a").declared();
    }

    @Test
    void licences_are_those_of_header_and_files() throws Exception {
        var declared = licensed(
                DEP_5 + "License: GPL-3+\n\nFiles: *\nCopyright: x\nLicense: GPL-2+ or Artistic\n text\n"
                        + " License: no\n\nFiles: b\nlicense:  Expat\n\nFiles: c\nLicense: Expat\n\nLicense: ISC\n alone\n");
        assertThat(declared.licences()).containsExactly("GPL-3.0-or-later", "GPL-2.0-or-later OR Artistic-1.0", "MIT");
        assertThat(declared.properties()).isEmpty();
    }

    @Test
    void licences_that_stand_alone_count_where_no_files_are_named() throws Exception {
        assertThat(licensed(DEP_5 + "\nLicense: ISC\n text\n\nLicense: Zlib\n").licences())
                .containsExactly("ISC", "Zlib");
    }

    @Test
    void sentences_in_the_place_of_names_are_counted() throws Exception {
        var declared =
                licensed(DEP_5 + "\nFiles: *\nLicense: You may do what you like with it\n\nFiles: b\nLicense: ISC\n");
        assertThat(declared.licences()).containsExactly("ISC");
        assertThat(declared.properties()).containsEntry("licence:unnamed", "1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see /usr/share/common-licenses/GPL-2. | GPL-2.0-only",
                "version 2, or (at your option) any later version: /usr/share/common-licenses/GPL-2' | GPL-2.0-or-later",
                "version 2.1, or any later version: /usr/share/common-licenses/LGPL | LGPL-2.1-or-later",
                "/usr/share/common-licenses/GPL | LicenseRef-GPL",
                "the exception, version 3.1: /usr/share/common-licenses/GPL | LicenseRef-GPL",
                "/usr/share/common-licenses/Apache-2.0) | Apache-2.0",
                "/usr/share/common-licenses/BSD | BSD-3-Clause"
            })
    void other_copyright_files_are_weaker_evidence(String text, String licence) throws Exception {
        var declared = licensed("License: no field\n\n" + text.replace("any later", "any\n# later") + "\n");
        assertThat(declared.licences()).containsExactly(licence);
        assertThat(declared.properties()).containsEntry("licence:evidence", "common-licenses");
    }

    @Test
    void copyright_file_without_licences_says_nothing() throws Exception {
        var declared = licensed("It is free.\nLicense: GPL-2\n/usr/share/common-licenses/");
        assertThat(declared.licences()).isEmpty();
        assertThat(declared.properties()).isEmpty();
    }

    @Test
    void folder_of_documentation_may_be_that_of_another_package() throws Exception {
        var image = image(stanza("lib", "amd64", "") + stanza("base", "amd64", ""))
                .file("usr/share/doc/base/copyright", DEP_5 + "\nFiles: *\nLicense: ISC\n")
                .symlink("usr/share/doc/lib", "base");
        assertThat(component(image, "lib").declared().licences()).containsExactly("ISC");
        assertThat(component(image, "base").declared().licences()).containsExactly("ISC");
    }

    @Test
    void homepage_state_and_essential_are_told() throws Exception {
        String status =
                """
                Package: a
                Status: install reinstreq half-installed
                Version: 1
                Essential: yes
                Homepage: https://example.org/a

                Package: b
                Status: deinstall ok installed
                Version: 1
                Homepage: not an address
                """;
        var a = component(image(status), "a").declared();
        assertThat(a.references()).containsExactly(java.util.Map.entry("website", "https://example.org/a"));
        assertThat(a.properties()).containsEntry("dpkg:state", "half-installed").containsEntry("dpkg:essential", "yes");
        var b = component(image(status), "b").declared();
        assertThat(b.references()).isEmpty();
        assertThat(b.properties()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b | amd64 | | b",
                "absent | b | amd64 | b",
                "c | amd64 | Provides: c | b",
                "c (>= 1) | amd64 | Provides: c | ''",
                "c (>= 1) | amd64 | Provides: c (= 1) | b",
                "c (>= 2) | amd64 | Provides: c (= 1) | ''",
                "b (>= 3) | amd64 | | ''",
                "b (>> 2) | amd64 | | b",
                "b | arm64 | | ''",
                "b:any | arm64 | | b",
                "b:arm64 | arm64 | | b",
                "b:amd64 | arm64 | | ''",
                "b | arm64 | Multi-Arch: foreign | b",
                "b | all | | b"
            })
    void dependency_is_met_by_what_dpkg_would_take(String depends, String arch, String more, String met)
            throws Exception {
        boolean alternatives = arch.equals("b");
        String asked = alternatives ? depends + " | b" : depends;
        String status = stanza("a", "amd64", "Pre-Depends: " + asked)
                + stanza("b", alternatives ? "amd64" : arch, more == null || alternatives ? "Section: x" : more);
        List<String> needs = component(image(status), "a").dependsOn();
        assertThat(needs.stream().map(ref -> ref.replaceFirst(".*/([a-z]+)@.*", "$1")))
                .isEqualTo(met.isEmpty() ? List.of() : List.of(met));
    }

    @Test
    void package_of_each_architecture_needs_its_own() throws Exception {
        String status = stanza("a", "i386", "Depends: lib, a")
                + stanza("lib", "amd64", "Multi-Arch: same")
                + stanza("lib", "i386", "Multi-Arch: same");
        assertThat(component(image(status), "a").dependsOn())
                .containsExactly("pkg:deb/debian/lib@2-1?arch=i386&distro=debian-12");
    }

    @Test
    void package_of_the_name_comes_before_one_that_provides_it() throws Exception {
        String status = stanza("a", "amd64", "Depends: mta | none")
                + stanza("x", "amd64", "Provides: mta")
                + stanza("mta", "amd64", "");
        assertThat(component(image(status), "a").dependsOn())
                .containsExactly("pkg:deb/debian/mta@2-1?arch=amd64&distro=debian-12");
    }
}
