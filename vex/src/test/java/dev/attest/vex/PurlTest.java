package dev.attest.vex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.SharedVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurlTest {
    @ParameterizedTest
    @CsvSource({
        "pkg:deb/debian/openssl@3.0.11-1, pkg:deb/debian/openssl@3.0.11-1",
        "pkg:DEB/Debian/OpenSSL@3.0.11-1, pkg:deb/debian/openssl@3.0.11-1",
        "pkg:oci/app@sha256%3Aabc, pkg:oci/app@sha256:abc",
        "pkg:oci/app@sha256:abc?tag=1&arch=amd64, pkg:oci/app@sha256:abc?arch=amd64&tag=1",
        "pkg:npm/%40angular/cli@1.0, pkg:npm/%40angular/cli@1.0",
        "pkg:npm/@angular/cli@1.0, pkg:npm/%40angular/cli@1.0",
        "pkg:npm/@angular/cli, pkg:npm/%40angular/cli",
        "pkg:pypi/Django_rest@1, pkg:pypi/django-rest@1",
        "pkg:maven/Org.Example/Lib@1.0%2B2, pkg:maven/Org.Example/Lib@1.0%2B2",
        "pkg:golang/example.com//x/y@v1#/a/../b/, pkg:golang/example.com/x/y@v1#a/b",
        "pkg://generic/a%20b@1?x=&y=%C3%A4, pkg:generic/a%20b@1?y=%C3%A4",
        "pkg:rpm/Fedora/NetworkManager@1, pkg:rpm/fedora/NetworkManager@1",
    })
    void a_purl_is_read_and_written_canonically(String text, String canonical) throws MalformedVexException {
        assertThat(Purl.parse(text)).hasToString(canonical);
        assertThat(Purl.parse(canonical)).isEqualTo(Purl.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "deb/debian/x",
                "pkg:",
                "pkg:deb",
                "pkg:deb/",
                "pkg:/deb/",
                "pkg:1eb/x",
                "pkg:d%65b/x",
                "pkg:deb/%zz",
                "pkg:deb/a%4",
                "pkg:deb/%ff",
                "pkg:deb/%2F/x",
                "pkg:deb/a b",
                "pkg:deb/x?a",
                "pkg:deb/x?1=b",
                "pkg:deb/x?a=1&a=2",
                "pkg:deb/x?a=1&A=2",
                "pkg:deb/x\n",
                "pkg:deb/%20"
            })
    void what_is_no_purl_is_refused(String text) {
        assertThatThrownBy(() -> Purl.parse(text)).isInstanceOf(MalformedVexException.class);
        assertThat(Purl.of(text)).isEmpty();
        assertThat(Purl.matches(text, text)).isFalse();
    }

    @Test
    void the_length_is_bounded() {
        assertThat(Purl.of("pkg:deb/" + "x".repeat(8000))).isPresent();
        assertThat(Purl.of("pkg:deb/" + "x".repeat(9000))).isEmpty();
    }

    /** The cases of go-vex's PurlMatches: the first is the more general. */
    @ParameterizedTest
    @CsvSource({
        "pkg:apk/wolfi/curl@8.1.2-r0, pkg:apk/wolfi/curl@8.1.2-r0, true",
        "pkg:apk/wolfi/curl, pkg:apk/wolfi/curl@8.1.2-r0, true",
        "pkg:apk/wolfi/curl@8.1.2-r0, pkg:apk/wolfi/curl, false",
        "pkg:apk/wolfi/curl@8.1.2-r0, pkg:apk/wolfi/curl@8.1.2-r1, false",
        "pkg:apk/wolfi/curl, pkg:apk/alpine/curl, false",
        "pkg:apk/wolfi/curl, pkg:apk/wolfi/bash, false",
        "pkg:apk/wolfi/curl, pkg:deb/wolfi/curl, false",
        "pkg:apk/wolfi/curl, pkg:apk/wolfi/curl@1?arch=amd64, true",
        "pkg:apk/wolfi/curl?arch=amd64, pkg:apk/wolfi/curl@1?arch=amd64&distro=x, true",
        "pkg:apk/wolfi/curl?arch=amd64, pkg:apk/wolfi/curl@1, false",
        "pkg:apk/wolfi/curl?arch=amd64, pkg:apk/wolfi/curl@1?arch=arm64, false",
        "pkg:oci/x@sha256:ab, pkg:oci/x@sha256%3Aab, true",
        "pkg:apk/curl, pkg:apk/wolfi/curl, false",
        "nonsense, pkg:apk/wolfi/curl, false",
        "pkg:apk/wolfi/curl#a, pkg:apk/wolfi/curl#b, true",
    })
    void the_general_matches_the_specific(String general, String specific, boolean expected) {
        assertThat(Purl.matches(general, specific)).isEqualTo(expected);
    }

    /** The types whose components attest names; a version range or a type's own rules are for later. */
    @ParameterizedTest
    @ValueSource(
            strings = {"apk", "deb", "rpm", "maven", "npm", "pypi", "golang", "oci", "cargo", "gem", "nuget", "generic"
            })
    void the_specifications_examples_are_read(String type) throws Exception {
        Optional<Path> folder = SharedVectors.folder("purl-spec");
        Assumptions.assumeTrue(folder.isPresent(), "shared vectors purl-spec are not here");
        var failures = new ArrayList<String>();
        for (JsonNode test : StrictJson.parse(Files.readAllBytes(folder.get().resolve("types/" + type + "-test.json")))
                .get("tests")) {
            if (!test.get("test_type").asText().equals("parse")
                    || test.get("expected_failure").asBoolean()) {
                continue;
            }
            JsonNode expected = test.get("expected_output");
            Optional<Purl> read = Purl.of(test.get("input").asText());
            List<String> actual = read.map(purl -> List.of(
                            purl.type(),
                            purl.namespace().orElse(""),
                            purl.name(),
                            purl.version().orElse("")))
                    .orElse(List.of());
            List<String> wanted = List.of(
                    expected.get("type").asText(),
                    expected.get("namespace").asText("").replace("null", ""),
                    expected.get("name").asText(),
                    expected.get("version").asText("").replace("null", ""));
            if (!actual.equals(wanted)) {
                failures.add(test.get("input").asText() + " -> " + actual + ", expected " + wanted);
            }
        }
        assertThat(failures).isEmpty();
    }
}
