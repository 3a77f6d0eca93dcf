package dev.attest.sbom.spdx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.oci.Digest;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import dev.attest.sbom.java.Zips;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpdxTest {
    private static TestImage image() {
        byte[] inner = new Zips().pom("org.acme", "inner", "1").bytes();
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.1\nPRETTY_NAME='Alpine'\n")
                .file(
                        "lib/apk/db/installed",
                        """
                        P:a
                        V:1
                        L:MIT AND GPL-2.0-only
                        D:b
                        m:M (x) <m@example.org>

                        P:b
                        V:2
                        L:weird words

                        """)
                .layer()
                .file(
                        "app/outer-1.jar",
                        new Zips()
                                .pom("org.acme", "outer", "1")
                                .add("i/inner-1.jar", inner)
                                .bytes())
                .file("app/broken.jar", "no zip");
    }

    private static DocumentContext context() {
        var subject = new DocumentContext.Subject(
                "app", Digest.sha256(new byte[] {1}), image().config().diffIds());
        var labels = Map.of("org.opencontainers.image.vendor", "Example", "org.opencontainers.image.licenses", "MIT");
        return new DocumentContext(subject, ImageOrigin.of(labels), Instant.ofEpochSecond(1_700_000_000), "1.0");
    }

    private static JsonNode spdx2() throws Exception {
        return Spdx2.document(image().scan().sbom(), context());
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode one : list) {
            if (one.path("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no element " + name);
    }

    @Test
    void packages_say_where_they_come_from() throws Exception {
        JsonNode a = named(spdx2().path("packages"), "a");
        assertThat(a.path("supplier").asText()).isEqualTo("Organization: M [x] (m@example.org)");
        assertThat(a.path("licenseDeclared").asText()).isEqualTo("MIT AND GPL-2.0-only");
        assertThat(a.path("licenseConcluded").asText()).isEqualTo("NOASSERTION");
        assertThat(a.path("filesAnalyzed").asBoolean(true)).isFalse();
        assertThat(a.at("/externalRefs/0/referenceLocator").asText()).startsWith("pkg:apk/alpine/a@1");
        assertThat(a.path("sourceInfo").asText())
                .isEqualTo("found by apk/" + a.path("sourceInfo").asText().charAt(13)
                        + " in lib/apk/db/installed; since layer 0, last changed by layer 0");
        JsonNode outer = named(spdx2().path("packages"), "org.acme:outer");
        assertThat(outer.path("packageFileName").asText()).isEqualTo("outer-1.jar");
        assertThat(outer.path("checksums")).isNotEmpty();
        JsonNode system = named(spdx2().path("packages"), "alpine");
        assertThat(system.path("primaryPackagePurpose").asText()).isEqualTo("OPERATING-SYSTEM");
        assertThat(system.at("/externalRefs/0/referenceLocator").asText())
                .isEqualTo(image().scan().sbom().operatingSystem().orElseThrow().cpe());
    }

    @Test
    void relationships_lead_from_the_document_to_everything() throws Exception {
        JsonNode document = spdx2();
        var ids = new HashSet<String>(List.of("SPDXRef-DOCUMENT"));
        document.path("packages").forEach(one -> ids.add(one.path("SPDXID").asText()));
        assertThat(ids).hasSize(document.path("packages").size() + 1);
        var edges = new ArrayList<String>();
        document.path("relationships").forEach(one -> {
            assertThat(ids)
                    .contains(
                            one.path("spdxElementId").asText(),
                            one.path("relatedSpdxElement").asText());
            edges.add(one.path("spdxElementId").asText().replaceAll("-[0-9a-f]{16}$", "") + " "
                    + one.path("relationshipType").asText() + " "
                    + one.path("relatedSpdxElement").asText().replaceAll("-[0-9a-f]{16}$", ""));
        });
        assertThat(edges)
                .contains(
                        "SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image",
                        "SPDXRef-Image CONTAINS SPDXRef-OperatingSystem",
                        "SPDXRef-Package-apk-a DEPENDS_ON SPDXRef-Package-apk-b",
                        "SPDXRef-Package-maven-outer CONTAINS SPDXRef-Package-maven-inner")
                .doesNotContain("SPDXRef-Image CONTAINS SPDXRef-Package-maven-inner");
    }

    @Test
    void names_of_licences_that_nobody_lists_are_defined() throws Exception {
        JsonNode document = spdx2();
        String declared =
                named(document.path("packages"), "b").path("licenseDeclared").asText();
        assertThat(declared).matches("LicenseRef-attest-weird-words-[0-9a-f]{12}");
        assertThat(document.at("/hasExtractedLicensingInfos/0/licenseId").asText())
                .isEqualTo(declared);
        assertThat(document.at("/hasExtractedLicensingInfos/0/extractedText").asText())
                .isEqualTo("weird words");
    }

    @Test
    void what_is_missing_is_annotated() throws Exception {
        assertThat(spdx2().path("comment").asText()).startsWith("Incomplete");
        assertThat(spdx2().at("/annotations/0/comment").asText()).startsWith("unreadable: app/broken.jar");
    }

    @Test
    void tags_have_the_same_packages() throws Exception {
        String text = new String(Spdx2.tagValue(image().scan().sbom(), context()), StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\n")
                .contains(
                        "\nPackageName: org.acme:outer\n", "\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Image\n")
                .contains("\nAnnotationComment: <text>unreadable: app/broken.jar");
        assertThat(text.lines().filter(line -> line.startsWith("PackageName: ")))
                .hasSize(spdx2().path("packages").size());
    }

    @Test
    void third_version_has_every_element_once_and_refers_to_nothing_else() throws Exception {
        JsonNode graph = Spdx3.document(image().scan().sbom(), context()).path("@graph");
        var ids = new ArrayList<String>();
        graph.forEach(one -> ids.add(one.path("spdxId").asText(one.path("@id").asText())));
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.startsWith("urn:uuid:") || id.equals("_:creation"));
        graph.forEach(one -> {
            one.path("to").forEach(to -> assertThat(ids).contains(to.asText()));
            if (one.has("suppliedBy")) {
                assertThat(ids).contains(one.path("suppliedBy").asText());
            }
        });
        var types = new HashSet<String>();
        graph.forEach(one -> types.add(one.path("type").asText()));
        assertThat(types)
                .contains(
                        "CreationInfo",
                        "SpdxDocument",
                        "software_Sbom",
                        "software_Package",
                        "Relationship",
                        "simplelicensing_LicenseExpression",
                        "simplelicensing_SimpleLicensingText",
                        "Annotation",
                        "Organization",
                        "Tool");
    }
}
