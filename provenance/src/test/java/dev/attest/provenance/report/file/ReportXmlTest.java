package dev.attest.provenance.report.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.provenance.MalformedProvenanceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportXmlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a/> | a",
                "<?xml version='1.0'?><!DOCTYPE report PUBLIC '-//JACOCO//DTD Report 1.1//EN' 'report.dtd'><a/> | a",
                "<!-- <x> - -- ]]> --><a><!----><b/><!-- ---></a> | a b",
                "<a><![CDATA[<x>]] >]]]]><b/></a> | a b",
                "<a>text &unknown; more<b x='>'/></a> | a b",
                "<a><?php <x/> ??><b/></a> | a b",
                "<a x=\"'/>\"><b y='\"'/></a> | a b",
            })
    void elements_are_read_whatever_stands_between_them(String xml, String names) throws Exception {
        assertThat(names(xml.getBytes(UTF_8))).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a x='&e;'/> | declarations of its own",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x' [<!ENTITY % p SYSTEM 'y'>]><a/> | declarations of its own",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a x='&e;'/> | not XML",
                "<a x='&e;'/> | not XML",
                "<a><!DOCTYPE a></a> | a document type behind the first tag",
                "<!ENTITY e 'x'><a/> | a declaration that does not belong there",
                "<!doctype a><a/> | a declaration that does not belong there",
                "<!-x--><a/> | a declaration that does not belong there",
                "<a><!-- | the document breaks off",
                "<a><![CDATA[ | the document breaks off",
                "<a x=' | the document breaks off",
                "<a><b></a> | not XML, line 1",
                "<a/><b/> | not XML",
                "<a/>x | not XML",
                "x<a/> | not XML",
                "<![CDATA[x]]><a/> | not XML",
                "<a x='1' x='2'/> | not XML",
                "<?xml version='1.0' encoding='utf-7'?><a/> | an encoding that is read: utf-7",
            })
    void what_is_no_document_is_refused(String xml, String message) {
        assertThatThrownBy(() -> names(xml.getBytes(UTF_8)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void a_byte_order_mark_names_the_encoding(String charset) throws Exception {
        assertThat(names("\ufeff<é/>".getBytes(Charset.forName(charset)))).containsExactly("é");
    }

    @Test
    void a_declaration_names_the_encoding() throws Exception {
        String xml = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><é/>";
        assertThat(names(xml.getBytes(StandardCharsets.ISO_8859_1))).containsExactly("é");
    }

    @Test
    void nesting_tags_attributes_and_document_types_are_bounded() {
        refused("<a>".repeat(ReportXml.MAX_DEPTH + 1), "nested deeper");
        refused("<a x='" + "y".repeat(Markup.MAX_TAG) + "'/>", "a tag of more than");
        refused("<!DOCTYPE a '" + "y".repeat(2_000) + "'><a/>", "a document type of more than");
        var many = new StringBuilder("<a");
        for (int i = 0; i < 201; i++) {
            many.append(" x").append(i).append("=''");
        }
        refused(many + "/>", "attributes");
    }

    @Test
    void output_of_any_size_takes_no_memory() throws Exception {
        byte[] chunk = "<x>\n".repeat(1 << 18).getBytes(UTF_8);
        var parts = new ArrayList<InputStream>(List.of(in("<a><![CDATA[".getBytes(UTF_8))));
        for (int i = 0; i < 64; i++) {
            parts.add(in(chunk));
        }
        parts.add(in("]]><b/></a>".getBytes(UTF_8)));
        var names = new ArrayList<String>();
        ReportXml.read(
                new java.io.BufferedInputStream(new SequenceInputStream(Collections.enumeration(parts))),
                element -> names.add(element.name()));
        assertThat(names).containsExactly("a", "b");
    }

    @Test
    void elements_know_where_they_stand() throws Exception {
        var seen = new ArrayList<Element>();
        ReportXml.read(in("<a>\n<!-- \n --><b><c n='7' m=''/></b></a>".getBytes(UTF_8)), seen::add);
        Element c = seen.get(2);
        assertThat(c.parent() + c.grandparent() + c.line()).isEqualTo("ba3");
        assertThat(c.number("n")).isEqualTo(7);
        assertThat(c.optionalNumber("m")).isEmpty();
        assertThatThrownBy(() -> c.number("m")).hasMessage("line 3, c/@m: expected a number");
        assertThatThrownBy(() -> c.required("x")).hasMessage("line 3, c/@x: expected a value");
        assertThat(seen.get(0).parent()
                        + seen.get(0).grandparent()
                        + seen.get(1).grandparent())
                .isEmpty();
    }

    private static void refused(String xml, String message) {
        assertThatThrownBy(() -> names(xml.getBytes(UTF_8)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining(message);
    }

    private static List<String> names(byte[] xml) throws IOException, MalformedProvenanceException {
        var names = new ArrayList<String>();
        ReportXml.read(in(xml), element -> names.add(element.name()));
        return names;
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
