package dev.attest.sbom.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class PomReaderTest {
    private static final String NAMED = "<groupId>g</groupId><artifactId>a</artifactId><version>1</version>";

    private static Pom parse(String xml) throws XMLStreamException {
        return PomReader.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void own_placeholders_are_filled_in_and_others_leave_nothing() throws Exception {
        Pom pom = parse(
                "<project>" + NAMED + "<url>https://x/${project.artifactId}/${place}</url>"
                        + "<properties><place>here</place><loop>${loop}</loop></properties>"
                        + "<scm><url>https://${nowhere}</url></scm><organization><name>${loop}</name></organization></project>");
        assertThat(pom.gav()).isEqualTo(new Gav("g", "a", "1"));
        assertThat(pom.origin()).isEqualTo(new Pom.Origin("", "https://x/a/here", ""));
    }

    @Test
    void only_what_is_needed_to_run_is_required() throws Exception {
        String[] rest = {"", "<scope>test</scope>", "<scope>runtime</scope>", "<optional>true</optional>"};
        var xml = new StringBuilder("<project>" + NAMED + "<dependencies>");
        for (int i = 0; i < rest.length; i++) {
            xml.append("<dependency><groupId>${project.groupId}</groupId><artifactId>d" + i + "</artifactId>" + rest[i]
                    + "</dependency>");
        }
        assertThat(parse(xml + "</dependencies></project>").requires()).containsExactly("g:d0", "g:d2");
    }

    @Test
    void encoding_of_the_prologue_is_used() throws Exception {
        byte[] latin = ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><project>" + NAMED
                        + "<organization><name>B\u00fcro</name></organization></project>")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(PomReader.parse(latin).origin().organization()).isEqualTo("B\u00fcro");
        byte[] wrong = ("<project>" + NAMED + "<name>\u00fc</name></project>").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(PomReader.parse(wrong).gav().group()).isEqualTo("g");
        assertThat(parse("\ufeff<project>" + NAMED + "</project>").isNamed()).isTrue();
    }

    @Test
    void document_types_entities_and_depth_are_refused() {
        String type = "<!DOCTYPE project [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
                + "<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
        for (String xml : new String[] {
            type + "<project>" + NAMED + "<name>&b;</name></project>",
            type + "<project>" + NAMED + "<name>&x;</name></project>",
            "<!DOCTYPE project SYSTEM \"http://127.0.0.1:1/x.dtd\"><project>" + NAMED + "</project>",
            "<project>&undeclared;</project>",
            "<a>".repeat(100_000),
            "<project><groupId>",
            "",
            "{}"
        }) {
            assertThatThrownBy(() -> parse(xml)).isInstanceOf(XMLStreamException.class);
        }
    }

    @Test
    void long_texts_and_many_elements_end_in_an_answer() throws Exception {
        Pom pom = parse("<project>" + NAMED + "<url>" + "x".repeat(20_000) + "</url><dependencies>"
                + "<dependency><groupId>g</groupId><artifactId>d</artifactId></dependency>".repeat(3_000)
                + "</dependencies></project>");
        assertThat(pom.origin().url()).isEmpty();
        assertThat(pom.requires()).hasSize(1_000);
    }

    @Test
    void every_cut_and_every_changed_byte_ends_in_an_answer() {
        byte[] good = ("<?xml version=\"1.0\"?><project>" + NAMED + "<![CDATA[x]]></project>")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= (byte) 0xff;
            for (byte[] bytes : new byte[][] {changed, Arrays.copyOf(good, i)}) {
                try {
                    assertThat(PomReader.parse(bytes)).isNotNull();
                } catch (XMLStreamException e) {
                    assertThat(e).isNotNull();
                }
            }
        }
    }

    @Test
    void pom_that_cannot_be_read_is_a_gap_and_the_archive_is_listed() throws Exception {
        ScanResult scan = scan("<!DOCTYPE x><project/>");
        assertThat(scan.sbom().components()).hasSize(1);
        assertThat(scan.sbom().gaps())
                .extracting(Gap::subject)
                .containsExactly("app/a-1.jar!/META-INF/maven/g/a/pom.xml");
        assertThat(scan("x".repeat(2 << 20)).sbom().gaps()).hasSize(1);
    }

    @Test
    void pom_tells_licences_supplier_and_addresses() throws Exception {
        Component one = scan("<project>" + NAMED + "<organization><name>Acme</name></organization>"
                        + "<url>https://acme.example</url><scm><url>git@acme.example</url></scm>"
                        + "<licenses><license><name>The Apache Software License, Version 2.0</name></license>"
                        + "<license><name>MIT License</name></license><license/></licenses></project>")
                .sbom()
                .components()
                .get(0);
        assertThat(one.declared().licences()).containsExactly("Apache-2.0 OR MIT");
        assertThat(one.declared().supplier()).contains("Acme");
        assertThat(one.declared().references()).containsOnly(java.util.Map.entry("website", "https://acme.example"));
    }

    private static ScanResult scan(String pom) throws Exception {
        byte[] jar = new Zips()
                .pom("g", "a", "1")
                .add("META-INF/maven/g/a/pom.xml", pom)
                .bytes();
        return new TestImage()
                .layer()
                .file("etc/os-release", "ID=x\n")
                .file("app/a-1.jar", jar)
                .scan();
    }
}
