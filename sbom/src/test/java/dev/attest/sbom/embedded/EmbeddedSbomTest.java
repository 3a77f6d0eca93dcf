package dev.attest.sbom.embedded;

import static dev.attest.sbom.embedded.Documents.component;
import static dev.attest.sbom.embedded.Documents.cycloneDx;
import static dev.attest.sbom.embedded.Documents.relation;
import static dev.attest.sbom.embedded.Documents.spdx;
import static dev.attest.sbom.embedded.Documents.spdxPackage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSbomTest {
    private static List<Finding> read(String text) throws UnreadFileException {
        return new EmbeddedSbom(text.getBytes(StandardCharsets.UTF_8)).findings();
    }

    private static List<String> names(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.text(PackageFields.NAME) + " " + finding.text(PackageFields.VERSION))
                .toList();
    }

    @Test
    void spdx_2_leaves_out_sources_and_tools_and_names_the_source() throws Exception {
        List<Finding> findings = read(spdx(
                String.join(
                        ",",
                        spdxPackage("root", "unbound", "1.23-r0", "pkg:apk/wolfi/unbound@1.23-r0"),
                        spdxPackage("src", "unbound", "release-1.23", "pkg:github/nlnetlabs/unbound@release-1.23"),
                        spdxPackage("yaml", "unbound.yaml", "abc", "pkg:github/wolfi-dev/os@abc#unbound.yaml"),
                        spdxPackage("gcc", "gcc", "1", "pkg:generic/gcc@1"),
                        spdxPackage("lib", "libfoo", "2", "pkg:generic/libfoo@2"),
                        spdxPackage("need", "need", "3", "pkg:generic/need@3")),
                String.join(
                        ",",
                        relation("root", "GENERATED_FROM", "src"),
                        relation("root", "DESCRIBED_BY", "yaml"),
                        relation("gcc", "BUILD_TOOL_OF", "root"),
                        relation("lib", "CONTAINED_BY", "root"),
                        relation("need", "DEPENDENCY_OF", "lib"),
                        relation("root", "OTHER", "lib"))));
        assertThat(names(findings)).containsExactly("unbound 1.23-r0", "libfoo 2", "need 3");
        Finding root = findings.get(0);
        assertThat(root.text(Claims.ROOT)).isEqualTo("true");
        assertThat(root.text(PackageFields.SUPPLIER)).isEqualTo("Wolfi");
        assertThat(PackageFields.list(root, PackageFields.LICENCES)).containsExactly("BSD-3-Clause");
        assertThat(PackageFields.declared(root).properties())
                .containsEntry("source", "pkg:github/nlnetlabs/unbound@release-1.23")
                .containsEntry("claim", "embedded SPDX-2.3");
        assertThat(findings.get(1).text(Claims.CONTAINED_BY)).isEqualTo("0");
        assertThat(findings.get(1).text(Claims.DEPENDS_ON)).isEqualTo("2");
    }

    @Test
    void tag_value_is_the_same_as_json() throws Exception {
        List<Finding> findings = read(
                """
                SPDXVersion: SPDX-2.3
                SPDXID: SPDXRef-DOCUMENT
                # a comment: PackageName: none
                DocumentComment: <text>PackageName: none
                PackageName: none</text>
                PackageName: redis
                SPDXID: SPDXRef-root
                PackageVersion: 7.2
                PackageSupplier: Person: Jane (j@x)
                PackageLicenseDeclared: NONE
                PackageLicenseConcluded: BSD-3-Clause
                PackageDownloadLocation: git+https://git.x/redis@7.2
                PackageHomePage: https://redis.x
                ExternalRef: PACKAGE-MANAGER purl pkg:bitnami/redis@7.2
                ExternalRef: SECURITY cpe23Type cpe:2.3:a:redis:redis:7.2:*:*:*:*:*:*:*
                ExternalRef: SECURITY cpe23Type nonsense
                FileName: ./bin/redis
                SPDXID: SPDXRef-file
                PackageName: tool
                SPDXID: SPDXRef-tool
                Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-root
                Relationship: SPDXRef-tool BUILD_TOOL_OF SPDXRef-root
                """);
        assertThat(names(findings)).containsExactly("redis 7.2");
        Finding root = findings.get(0);
        assertThat(PackageFields.list(root, Claims.CPES)).containsExactly("cpe:2.3:a:redis:redis:7.2:*:*:*:*:*:*:*");
        assertThat(PackageFields.declared(root).references())
                .containsEntry("website", "https://redis.x")
                .containsEntry("vcs", "https://git.x/redis");
        assertThat(root.text(PackageFields.SUPPLIER)).isEqualTo("Jane (j@x)");
        assertThat(root.text(Claims.ROOT)).isEqualTo("true");
    }

    @Test
    void cyclonedx_keeps_nesting_and_leaves_out_what_is_no_software() throws Exception {
        String inner = ",\"components\":[" + component("library", "inner", "1", "pkg:npm/inner@1", "") + "]";
        List<Finding> findings = read(cycloneDx(
                component("application", "app", "1", "", ""),
                String.join(
                        ",",
                        component("library", "outer", "2", "pkg:npm/outer@2", inner),
                        component("library", "test", "1", "pkg:npm/test@1", ",\"scope\":\"excluded\""),
                        component("operating-system", "debian", "12", "", ""),
                        component("file", "x", "1", "", "")),
                "{\"ref\":\"app\",\"dependsOn\":[\"outer\",\"test\"]}"));
        assertThat(names(findings)).containsExactly("app 1", "outer 2", "inner 1");
        assertThat(findings.get(0).text(Claims.DEPENDS_ON)).isEqualTo("1");
        assertThat(findings.get(2).text(Claims.CONTAINED_BY)).isEqualTo("1");
    }

    @Test
    void spdx_3_graph_is_read() throws Exception {
        String graph = "{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\",\"@graph\":["
                + "{\"type\":\"Organization\",\"spdxId\":\"o\",\"name\":\"Acme\"},"
                + "{\"type\":\"software_Package\",\"spdxId\":\"p\",\"name\":\"p\",\"software_packageVersion\":\"1\","
                + "\"software_packageUrl\":\"pkg:generic/p@1\",\"suppliedBy\":\"o\"},"
                + "{\"type\":\"software_Package\",\"spdxId\":\"q\",\"name\":\"q\",\"software_packageVersion\":\"2\","
                + "\"externalIdentifier\":[{\"externalIdentifierType\":\"packageUrl\",\"identifier\":\"pkg:npm/q@2\"}]},"
                + "{\"type\":\"software_Package\",\"spdxId\":\"t\",\"name\":\"t\",\"software_packageVersion\":\"3\"},"
                + "{\"type\":\"simplelicensing_LicenseExpression\",\"spdxId\":\"l\","
                + "\"simplelicensing_licenseExpression\":\"MIT\"},"
                + "{\"type\":\"Relationship\",\"from\":\"p\",\"to\":[\"l\"],\"relationshipType\":\"hasDeclaredLicense\"},"
                + "{\"type\":\"Relationship\",\"from\":\"p\",\"to\":[\"q\"],\"relationshipType\":\"contains\"},"
                + "{\"type\":\"LifecycleScopedRelationship\",\"scope\":\"build\",\"from\":\"p\",\"to\":[\"t\"],"
                + "\"relationshipType\":\"dependsOn\"},"
                + "{\"type\":\"SpdxDocument\",\"spdxId\":\"d\",\"rootElement\":[\"p\"]}]}";
        List<Finding> findings = read(graph);
        assertThat(names(findings)).containsExactly("p 1", "q 2");
        assertThat(findings.get(0).text(PackageFields.SUPPLIER)).isEqualTo("Acme");
        assertThat(findings.get(0).text(PackageFields.LICENCES)).isEqualTo("MIT");
        assertThat(findings.get(0).text(Claims.ROOT)).isEqualTo("true");
        assertThat(findings.get(1).text(Claims.PURL)).isEqualTo("pkg:npm/q@2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"bomFormat\":\"Other\"}",
                "[]",
                "<bom/>",
                "PackageName: a",
                "{\"spdxVersion\":\"SPDX-9\"}",
                "\u0000\u0000"
            })
    void what_is_no_document_stays_unread(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(UnreadFileException.class);
    }

    @Test
    void hostile_documents_end() throws Exception {
        String cyclic = cycloneDx(
                component("application", "a", "1", "", ""),
                component("library", "a", "1", "", ""),
                "{\"ref\":\"a\",\"dependsOn\":[\"a\",\"missing\",1]}");
        assertThat(names(read(cyclic))).containsExactly("a 1");
        assertThatThrownBy(() -> read("{\"bomFormat\":\"CycloneDX\",\"components\":" + "[".repeat(100_000)))
                .isInstanceOf(UnreadFileException.class);
        var many = new StringBuilder();
        for (int i = 0; i <= 100_000; i++) {
            many.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"library\",\"name\":\"n")
                    .append(i)
                    .append("\"}");
        }
        assertThatThrownBy(() -> read("{\"bomFormat\":\"CycloneDX\",\"components\":[" + many + "]}"))
                .isInstanceOf(UnreadFileException.class)
                .hasMessageContaining("100000 components");
        assertThat(read("SPDXVersion: SPDX-2.3\nPackageName: <text>never closed\n" + "x".repeat(1 << 20)))
                .hasSize(1);
    }
}
