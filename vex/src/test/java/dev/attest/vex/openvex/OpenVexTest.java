package dev.attest.vex.openvex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.SharedVectors;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import dev.attest.vex.Assessment;
import dev.attest.vex.Component;
import dev.attest.vex.DocumentInfo;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.Product;
import dev.attest.vex.Status;
import dev.attest.vex.VexDocument;
import dev.attest.vex.VexStatement;
import dev.attest.vex.Vulnerability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenVexTest {
    private static final Instant TIME = Instant.parse("2022-12-22T21:36:43Z");
    private static final String IMAGE =
            "pkg:oci/example@sha256:47fed8868b46b060efb8699dc40e981a0c785650223e03602d8c4493fc75b68c";

    /** Everything the schema names, in one document. */
    private static final String FULL =
            """
            {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex/1","author":"Example","role":"author",
             "timestamp":"2024-01-01T00:00:00Z","last_updated":"2024-01-02T00:00:00.500Z","version":3,"tooling":"t","statements":[
             {"@id":"https://example.com/s/1","version":2,"vulnerability":{"@id":"https://v.example/1","name":"CVE-1",
              "description":"d","aliases":["GHSA-1"]},"timestamp":"2024-01-01T00:00:00Z","last_updated":"2024-01-02T00:00:00Z",
              "products":[{"@id":"pkg:oci/a","identifiers":{"purl":"pkg:oci/a","cpe23":"cpe:2.3:a:b:c"},"hashes":{"sha-256":"ab"},
               "subcomponents":[{"@id":"pkg:deb/debian/x"}]}],"status":"affected","supplier":"s","status_notes":"n",
              "action_statement":"update","action_statement_timestamp":"2024-01-02T00:00:00Z"},
             {"vulnerability":{"name":"CVE-2"},"products":[{"identifiers":{"purl":"pkg:oci/a"}}],"status":"not_affected",
              "justification":"component_not_present","impact_statement":"why"}]}""";

    @TestFactory
    Stream<DynamicTest> vectors_get_their_expected_answer() {
        return Vectors.area("openvex").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> check(vector)));
    }

    private static void check(Vector vector) throws MalformedVexException {
        if (vector.expected() == Vector.Expected.ACCEPTED) {
            assertThat(OpenVex.parse(vector.bytes()).statements()).isNotEmpty();
        } else {
            assertThatThrownBy(() -> OpenVex.parse(vector.bytes())).isInstanceOf(MalformedVexException.class);
        }
    }

    @Test
    void every_field_survives_a_round_trip() throws Exception {
        VexDocument document = OpenVex.parse(FULL.getBytes(UTF_8));
        assertThat(StrictJson.write(OpenVex.json(document)))
                .isEqualTo(StrictJson.write(StrictJson.parse(FULL.getBytes(UTF_8))));
        assertThat(OpenVex.parse(OpenVex.write(document))).isEqualTo(document);
        assertThat(OpenVex.write(OpenVex.parse(OpenVex.write(document)))).isEqualTo(OpenVex.write(document));
    }

    @Test
    void what_is_written_is_valid_by_the_schema() throws Exception {
        Optional<Path> folder = SharedVectors.folder("openvex");
        Assumptions.assumeTrue(folder.isPresent(), "shared vectors openvex are not here");
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(folder.get().resolve("openvex_json_schema.json")), InputFormat.JSON);
        byte[] written = OpenVex.write(OpenVex.parse(FULL.getBytes(UTF_8)));
        assertThat(schema.validate(new String(written, UTF_8), InputFormat.JSON))
                .isEmpty();
        byte[] minimal = OpenVex.write(document(TIME, List.of(statement(Status.FIXED))));
        assertThat(schema.validate(new String(minimal, UTF_8), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate("{}", InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v0.0.1-noversion", "v0.0.1", "v0.2.0", "v001-1.vex", "v001-2.vex", "v020-1.vex", "v020-2.vex"})
    void go_vexs_documents_are_read(String name) throws Exception {
        Optional<Path> folder = SharedVectors.folder("openvex");
        Assumptions.assumeTrue(folder.isPresent(), "shared vectors openvex are not here");
        byte[] bytes = Files.readAllBytes(folder.get().resolve("go-vex/" + name + ".json"));
        assertThat(OpenVex.parse(bytes).statements()).isNotEmpty();
    }

    @Test
    void version_001_means_the_same() throws Exception {
        var old = vector("v0.0.1.json");
        VexStatement statement = old.statements().get(0);
        assertThat(statement.matches(
                        "CVE-2023-12345", "pkg:apk/wolfi/git@2.39.0-r1?arch=armv7", "pkg:apk/wolfi/pcre2@1"))
                .isTrue();
        assertThat(statement.matches(
                        "CVE-2023-12345", "pkg:apk/wolfi/git@2.39.0-r1?arch=armv7", "pkg:apk/wolfi/zlib@1"))
                .isFalse();
        assertThat(old.timestamp()).contains(Instant.parse("2023-01-09T00:02:03.647787998Z"));
    }

    @Test
    void what_says_too_little_is_not_written() throws Exception {
        refused(vector("action-missing.json"), "action_statement");
        refused(vector("no-timestamp.json"), "timestamp");
        refused(vector("hashes-only.json"), "hash");
        refused(document(TIME, List.of()), "without statements");
        var strange = new Component(Optional.of("x:1"), Map.of("swid", "1"), Map.of());
        refused(document(TIME, List.of(about(strange))), "kind that OpenVEX does not name");
        var blake3 = new Component(Optional.of("x:1"), Map.of(), Map.of("blake3", "1"));
        refused(document(TIME, List.of(about(blake3))), "kind that OpenVEX does not name");
        var noTime = new VexDocument(DocumentInfo.by("x"), Optional.empty(), List.of(statement(Status.FIXED)));
        assertThatThrownBy(() -> OpenVex.canonicalHash(noTime)).isInstanceOf(MalformedVexException.class);
    }

    /** The four hashes that go-vex's own test expects. */
    @Test
    void the_canonical_hash_is_go_vexs() throws Exception {
        VexStatement base = statement(Status.UNDER_INVESTIGATION);
        String golden = "8ed99017785c3b43219018c7c50353c031cdaaf1c7efc146c683b0ce57123cf6";
        assertThat(OpenVex.canonicalHash(document(TIME, List.of(base)))).isEqualTo(golden);
        assertThat(OpenVex.canonicalHash(document(TIME, List.of(base.at(TIME)))))
                .isEqualTo(golden);
        assertThat(OpenVex.json(document(TIME, List.of(base))).get("@id").textValue())
                .isEqualTo("https://openvex.dev/docs/public/vex-" + golden);

        VexStatement added = VexStatement.of(
                Vulnerability.named("CVE-2010-543231"),
                List.of(new Product(Component.of("pkg:apk/wolfi/git@2.0.0"), List.of())),
                Assessment.of(Status.AFFECTED));
        for (List<VexStatement> order : List.of(List.of(base, added), List.of(added, base))) {
            assertThat(OpenVex.canonicalHash(document(TIME, order)))
                    .isEqualTo("cbfbba00d118572164b5b934e3ced71c1b02e171f942abfe66d42775dba703cf");
        }
        assertThat(OpenVex.canonicalHash(document(
                        TIME,
                        List.of(base.about(List.of(new Product(
                                Component.of("cool router, bro"),
                                base.products().get(0).subcomponents())))))))
                .isEqualTo("010aaeb3d6bf69c486e199a48ec40038ca347d2603142dd48d97937d8477fe37");
        assertThat(OpenVex.canonicalHash(document(Instant.parse("2019-01-22T21:36:43Z"), List.of(base))))
                .isEqualTo("d585979c1cc06797d2486382b3fd5e95d3a9b416525c95c9fefcef9863a595c8");
    }

    @Test
    void the_canonical_hash_does_not_depend_on_the_order_of_identifiers() throws Exception {
        var one = new Component(
                Optional.empty(), Map.of("purl", "pkg:oci/a", "cpe23", "c"), Map.of("md5", "1", "sha1", "2"));
        assertThat(OpenVex.canonicalHash(document(TIME, List.of(about(one)))))
                .isEqualTo(OpenVex.canonicalHash(document(
                        TIME,
                        List.of(about(new Component(
                                Optional.empty(),
                                Map.of("cpe23", "c", "purl", "pkg:oci/a"),
                                Map.of("sha1", "2", "md5", "1")))))));
    }

    private static VexDocument vector(String name) throws MalformedVexException {
        return OpenVex.parse(Vectors.area("openvex").stream()
                .filter(vector -> vector.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bytes());
    }

    private static void refused(VexDocument document, String message) {
        assertThatThrownBy(() -> OpenVex.write(document))
                .isInstanceOf(MalformedVexException.class)
                .hasMessageContaining(message);
    }

    private static VexDocument document(Instant time, List<VexStatement> statements) {
        return new VexDocument(DocumentInfo.by("John Doe"), Optional.of(time), statements);
    }

    private static VexStatement about(Component component) {
        return VexStatement.of(
                Vulnerability.named("CVE-1"), List.of(new Product(component, List.of())), Assessment.of(Status.FIXED));
    }

    private static VexStatement statement(Status status) {
        return VexStatement.of(
                new Vulnerability(
                        Optional.empty(), "CVE-1234-5678", Optional.empty(), List.of("some vulnerability alias")),
                List.of(new Product(Component.of(IMAGE), List.of(Component.of("pkg:apk/wolfi/bash@1.0.0")))),
                Assessment.of(status));
    }
}
