package dev.attest.sbom.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurlKeyTest {
    @ParameterizedTest
    @CsvSource({
        "pkg:deb/debian/a@1:2%2B3?arch=amd64&distro=debian-12, deb/debian/a@1:2+3, deb/debian/a",
        "pkg:deb/debian/a@1%3A2+3, deb/debian/a@1:2+3, deb/debian/a",
        "pkg:npm/%40scope/name@1.0.0, npm/@scope/name@1.0.0, npm/@scope/name",
        "pkg:npm/%40scope/name, npm/@scope/name, npm/@scope/name",
        "pkg:PyPI/My_Package@1, pypi/my-package@1, pypi/my-package",
        "pkg:maven/g/a@1?type=jar#sub, maven/g/a@1, maven/g/a",
        "pkg:generic/x, generic/x, generic/x",
        "pkg:generic/a%zz@1, generic/a%zz@1, generic/a%zz",
    })
    void programs_that_escape_in_their_own_way_agree(String purl, String key, String unversioned) {
        assertThat(PurlKey.of(purl)).contains(key);
        assertThat(PurlKey.unversioned(purl)).contains(unversioned);
    }

    @ParameterizedTest
    @CsvSource({"x", "pkg:", "pkg:/a", "pkg:npm"})
    void what_is_no_purl_has_none(String text) {
        assertThat(PurlKey.of(text)).isEmpty();
    }
}
