package dev.attest.sbom.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.Purl;
import dev.attest.sbom.Sbom;
import dev.attest.sbom.SbomTable;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.cyclonedx.CycloneDx;
import dev.attest.sbom.spdx.Spdx2;
import dev.attest.sbom.spdx.Spdx3;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.cyclonedx.parsers.XmlParser;
import org.junit.jupiter.api.Test;

/** Nothing that package metadata says breaks a document, and nothing around the program changes its bytes. */
class HostileDocumentsTest {
    private static final String BAD =
            "x</text>\nPackageName: evil\r\u0000\u0007\u2028\ud800]]>&<a/>\u0085\uffff </TEXT> \"'\ud83d\ude00";
    private static final Digest LAYER = TestImage.diffId(0);

    private static Sbom sbom() {
        var identity = new Component.Identity(
                Component.Type.LIBRARY,
                BAD,
                BAD,
                BAD,
                Optional.of(new Purl("generic", "", "a", BAD.replace("\ud800]", "]"), Map.of())),
                List.of("cpe:2.3:a:b:c:1:*:*:*:*:*:*:*"));
        var declared = new Component.Declared(
                Optional.of(BAD),
                List.of(BAD, "MIT"),
                Map.of("SHA-256", "ab".repeat(32)),
                Map.of("website", BAD, "vcs", "https://example.org/x"),
                Map.of("note", BAD));
        var evidence = new Component.Evidence("x/1", List.of(BAD), LAYER, LAYER);
        return new Sbom(
                Optional.of(new OperatingSystem("debian", "12", BAD, "etc/os-release")),
                List.of(new Component("ref", identity, evidence, declared, List.of(), false)),
                List.of(new Gap(Gap.Kind.UNREADABLE, BAD, BAD)));
    }

    private static DocumentContext context() {
        var subject = new DocumentContext.Subject(BAD, Digest.sha256(new byte[] {1}), List.of(LAYER));
        var labels = Map.of(
                "org.opencontainers.image.vendor", BAD,
                "org.opencontainers.image.authors", BAD,
                "org.opencontainers.image.url", BAD,
                "org.opencontainers.image.licenses", BAD,
                "org.opencontainers.image.description", BAD);
        return new DocumentContext(subject, ImageOrigin.of(labels), Instant.EPOCH, "1.0");
    }

    private static List<byte[]> documents() {
        return List.of(
                StrictJson.write(CycloneDx.document(sbom(), context())),
                CycloneDx.xml(sbom(), context()),
                StrictJson.write(Spdx2.document(sbom(), context())),
                Spdx2.tagValue(sbom(), context()),
                StrictJson.write(Spdx3.document(sbom(), context())),
                SbomTable.write(sbom(), List.of(LAYER), 80).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void every_document_stays_what_it_is() throws Exception {
        List<byte[]> documents = documents();
        assertThat(new JsonParser().validate(documents.get(0), Version.VERSION_16))
                .isEmpty();
        assertThat(new XmlParser().validate(documents.get(1), Version.VERSION_16))
                .isEmpty();
        StrictJson.parse(documents.get(2));
        StrictJson.parse(documents.get(4));
    }

    @Test
    void no_text_ends_a_value_of_a_tag() {
        String text = new String(documents().get(3), StandardCharsets.UTF_8);
        String outside = text.replaceAll("(?s)<text>.*?</text>", "");
        assertThat(outside).doesNotContain("</text>").doesNotContainIgnoringCase("</TEXT>");
        assertThat(outside.lines().filter(line -> line.startsWith("PackageName: evil")))
                .isEmpty();
        assertThat(outside.lines().filter(line -> !line.isEmpty())).allMatch(line -> line.matches("[A-Za-z]+: .*"));
    }

    @Test
    void table_gives_a_terminal_no_orders() {
        String table = new String(documents().get(5), StandardCharsets.UTF_8);
        assertThat(table.chars().filter(c -> c != '\n').noneMatch(Character::isISOControl))
                .isTrue();
    }

    @Test
    void bytes_do_not_depend_on_where_the_program_runs() {
        List<byte[]> expected = documents();
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-deva"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(documents())
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(expected);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }
}
