package dev.attest.sbom.cyclonedx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.document.DocumentContext;
import dev.attest.sbom.document.ImageOrigin;
import dev.attest.sbom.java.Zips;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.cyclonedx.Version;
import org.cyclonedx.generators.json.BomJsonGenerator;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.cyclonedx.parsers.XmlParser;
import org.junit.jupiter.api.Test;

class CycloneDxTest {
    private static final Digest IMAGE = Digest.sha256(new byte[] {1});
    private static final DocumentContext CONTEXT =
            context("registry.example.org/team/app", IMAGE, image().config().diffIds());

    private static DocumentContext context(String name, Digest digest, List<Digest> diffIds) {
        return new DocumentContext(
                new DocumentContext.Subject(name, digest, diffIds),
                ImageOrigin.of(Map.of()),
                Instant.ofEpochSecond(1_700_000_000),
                "1.0");
    }

    private static TestImage image() {
        byte[] inner = new Zips()
                .pom("org.acme", "inner", "1")
                .manifest("Bundle-License: https://www.apache.org/licenses/LICENSE-2.0.txt")
                .bytes();
        byte[] named = new Zips()
                .pom("org.acme", "named", "1")
                .manifest("Bundle-License: Our Own")
                .bytes();
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=alpine\nVERSION_ID=3.20\nPRETTY_NAME='Alpine \"x\"'\n")
                .file(
                        "lib/apk/db/installed",
                        """
                        P:a
                        V:1
                        L:MIT AND (GPL-2.0-only WITH Classpath-exception-2.0)
                        D:b

                        P:b
                        V:2:3%
                        L:weird words
                        m:M <m@example.org>

                        """)
                .layer()
                .file(
                        "app/outer-1.jar",
                        new Zips()
                                .pom("org.acme", "outer", "1")
                                .add("i/inner-1.jar", inner)
                                .add("named-1.jar", named)
                                .bytes())
                .file("app/broken.jar", "no zip")
                .file("app/dir \u0007/anon.jar", new Zips().bytes())
                .program("app/server");
    }

    private static byte[] write(ScanResult result) {
        return StrictJson.write(CycloneDx.document(result.sbom(), CONTEXT));
    }

    @Test
    void document_is_valid_and_read_by_the_reference_library() throws Exception {
        byte[] document = write(image().scan());
        var parser = new JsonParser();
        assertThat(parser.validate(document, Version.VERSION_16)).isEmpty();
        Bom bom = parser.parse(document);
        assertThat(bom.getSerialNumber())
                .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(bom.getMetadata().getComponent().getPurl())
                .isEqualTo("pkg:oci/app@" + IMAGE + "?repository_url=registry.example.org%2Fteam%2Fapp");
        assertThat(bom.getComponents()).hasSize(7);
        assertThat(bom.getDependencies()).hasSize(8);
        assertThat(bom.getCompositions().get(0).getAggregate().getAggregateName())
                .isEqualTo("incomplete");
    }

    @Test
    void xml_is_valid_and_says_the_same() throws Exception {
        ScanResult scan = image().scan();
        byte[] xml = CycloneDx.xml(scan.sbom(), CONTEXT);
        var parser = new XmlParser();
        assertThat(parser.validate(xml, Version.VERSION_16)).isEmpty();
        Bom fromXml = parser.parse(xml);
        Bom fromJson = new JsonParser().parse(write(scan));
        assertThat(fromXml.getSerialNumber()).isEqualTo(fromJson.getSerialNumber());
        assertThat(new BomJsonGenerator(fromXml, Version.VERSION_16).toJsonString())
                .isEqualTo(new BomJsonGenerator(fromJson, Version.VERSION_16)
                        .toJsonString()
                        .replace("app/dir \\u0007/", "app/dir \ufffd/"));
    }

    @Test
    void empty_image_is_a_valid_document() throws Exception {
        var empty = new TestImage().layer();
        byte[] document = StrictJson.write(CycloneDx.document(empty.scan().sbom(), CONTEXT));
        assertThat(new JsonParser().validate(document, Version.VERSION_16)).isEmpty();
    }

    @Test
    void every_reference_leads_somewhere() throws Exception {
        var document = StrictJson.parse(write(image().scan()));
        var refs = new ArrayList<String>();
        document.path("components").forEach(c -> refs.add(c.path("bom-ref").textValue()));
        assertThat(refs).doesNotHaveDuplicates();
        refs.add(document.at("/metadata/component/bom-ref").textValue());
        var described = new ArrayList<String>();
        document.path("dependencies").forEach(d -> {
            described.add(d.path("ref").textValue());
            d.path("dependsOn").forEach(to -> assertThat(refs).contains(to.textValue()));
        });
        assertThat(described).containsExactlyInAnyOrderElementsOf(refs);
    }

    @Test
    void same_image_gives_the_same_bytes_in_whatever_order_layers_are_read() throws Exception {
        byte[] expected = write(image().scan());
        for (int seed = 0; seed < 5; seed++) {
            var waiting = new ArrayList<Runnable>();
            var started = new CountDownLatch(2);
            Executor shuffled = task -> {
                synchronized (waiting) {
                    waiting.add(task);
                }
                started.countDown();
            };
            int order = seed;
            var runner = new Thread(() -> {
                try {
                    started.await();
                } catch (InterruptedException e) {
                    return;
                }
                Collections.shuffle(waiting, new Random(order));
                waiting.forEach(Runnable::run);
            });
            runner.start();
            assertThat(write(image().scan(shuffled, ScanLimits.DEFAULT))).isEqualTo(expected);
            runner.join();
        }
    }

    @Test
    void serial_number_changes_with_the_image_and_with_the_content() throws Exception {
        var sbom = image().scan().sbom();
        var other = context("app", Digest.sha256(new byte[] {2}), List.of());
        var layered = context("app", Digest.sha256(new byte[] {2}), List.of(IMAGE));
        String first = CycloneDx.document(sbom, CONTEXT).path("serialNumber").textValue();
        assertThat(CycloneDx.document(sbom, other).path("serialNumber").textValue())
                .isNotEqualTo(first);
        assertThat(CycloneDx.document(sbom, layered).path("serialNumber").textValue())
                .isNotEqualTo(first);
    }

    @Test
    void place_of_a_layout_on_a_disk_is_not_told() throws Exception {
        var context = context("oci:/home/someone/secret/layout", IMAGE, List.of());
        String document = CycloneDx.document(image().scan().sbom(), context).toString();
        assertThat(document).doesNotContain("someone").contains("pkg:oci/layout@");
    }

    @Test
    void licences_are_written_in_valid_forms_only() throws Exception {
        String document = new String(write(image().scan()), StandardCharsets.UTF_8);
        assertThat(document)
                .contains("\"expression\":\"MIT AND GPL-2.0-only WITH Classpath-exception-2.0\"")
                .contains("\"name\":\"weird words\"")
                .contains("\"name\":\"Our Own\"")
                .contains("\"expression\":\"Apache-2.0\"");
    }

    @Test
    void summary_reads_our_documents() throws Exception {
        var summary = SbomSummary.read(StrictJson.parseObject(write(image().scan()), "bom"));
        assertThat(summary.components()).isEqualTo(6);
        assertThat(summary.purls())
                .contains("pkg:maven/org.acme/inner@1", "pkg:apk/alpine/b@2:3%25?distro=alpine-3.20");
        assertThat(summary.operatingSystem().orElseThrow().name()).isEqualTo("alpine");
        assertThat(summary.complete()).isFalse();
    }

    @Test
    void summary_reads_what_others_wrote() throws Exception {
        String text = "{\"components\":[{\"name\":\"a\",\"purl\":7,\"components\":[{\"name\":\"b\",\"version\":\"1\","
                + "\"purl\":\"pkg:npm/b@1\"}]},5,{\"version\":\"no name\"}],\"compositions\":[{\"aggregate\":\"complete\"}]}";
        var summary = SbomSummary.read(StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8), "bom"));
        assertThat(summary.components()).isEqualTo(2);
        assertThat(summary.purls()).containsExactly("pkg:npm/b@1");
        assertThat(summary.complete()).isTrue();
        var odd = SbomSummary.read(
                StrictJson.parseObject("{\"components\":\"x\"}".getBytes(StandardCharsets.UTF_8), "bom"));
        assertThat(odd.components()).isZero();
        assertThat(odd.complete()).isFalse();
    }
}
