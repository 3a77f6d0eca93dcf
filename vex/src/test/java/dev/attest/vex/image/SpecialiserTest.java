package dev.attest.vex.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.vex.MalformedVexException;
import dev.attest.vex.Product;
import dev.attest.vex.Status;
import dev.attest.vex.VexDocument;
import dev.attest.vex.VexStatement;
import dev.attest.vex.openvex.OpenVex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialiserTest {
    private static final String INDEX = "a".repeat(64);
    private static final String AMD64 = "b".repeat(64);
    private static final ImageProduct IMAGE =
            ImageProduct.of("registry.example.com/team/app", List.of("sha256:" + AMD64, "sha256:" + INDEX));
    private static final String ID = "pkg:oci/app@sha256%3A" + INDEX;
    private static final String SSL = "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12";
    private static final String ZLIB = "pkg:deb/debian/zlib1g@1.2.13?arch=amd64";
    private static final List<String> SBOM = List.of(SSL, ZLIB, "not a purl", "pkg:maven/org.example/lib@1");
    private static final Instant OTHERWISE = Instant.parse("2020-01-01T00:00:00Z");
    private static final String FIXED = "'status':'fixed'";
    private static final String AFFECTED = "'status':'affected','action_statement':'update'";
    private static final String HARMLESS = "'status':'not_affected','justification':'vulnerable_code_not_present'";

    @Test
    void a_package_becomes_a_subcomponent_of_every_image_product() throws MalformedVexException {
        Specialised made = specialise(statement("CVE-1", "'pkg:deb/debian/libssl3'", FIXED));
        VexStatement statement = only(made);
        assertThat(statement.products())
                .extracting(one -> one.component().id().orElseThrow())
                .containsExactly(ID, "pkg:oci/app@sha256%3A" + AMD64);
        assertThat(statement.products()).allSatisfy(product -> assertThat(product.subcomponents())
                .extracting(one -> one.id().orElseThrow())
                .containsExactly("pkg:deb/debian/libssl3@3.0.11-1"));
        assertThat(made.unmatched()).isEmpty();
        assertThat(made.superseded()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'pkg:oci/app'",
                "'pkg:oci/app@sha256%3A" + "a" + "'",
                "'pkg:oci/app?repository_url=registry.example.com/team/app'",
                "'pkg:oci/app?repository_url=registry.example.com/team'",
                "{'hashes':{'sha-256':'HEX'}}",
                "{'identifiers':{'purl':'pkg:oci/app'}}",
            })
    void every_spelling_of_the_image_is_the_image(String product) throws MalformedVexException {
        String spelled = product.replace("%3Aa'", "%3A" + INDEX + "'").replace("HEX", AMD64);
        VexStatement statement = only(specialise(statement("CVE-1", spelled, FIXED)));
        assertThat(statement.products())
                .hasSize(2)
                .extracting(Product::subcomponents)
                .containsOnly(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'pkg:oci/other'",
                "'pkg:oci/app@sha256%3A0000'",
                "'pkg:oci/app?repository_url=registry.example.com/other'",
                "'pkg:deb/debian/libssl3@9'",
                "'pkg:deb/debian/libssl3?arch=arm64'",
                "{'identifiers':{'cpe23':'cpe:2.3:a:b:c'}}",
                "{'@id':'pkg:oci/app','subcomponents':['pkg:deb/debian/curl']}",
                "{'@id':'pkg:deb/debian/libssl3','subcomponents':['pkg:deb/debian/zlib1g']}",
            })
    void a_statement_that_matches_nothing_is_reported(String product) throws MalformedVexException {
        Specialised made = specialise(statement("CVE-1", product, HARMLESS));
        assertThat(made.document()).isEmpty();
        assertThat(made.unmatched()).hasSize(1).allSatisfy(one -> assertThat(one.line())
                .startsWith("CVE-1 in "));
    }

    @Test
    void a_statement_without_product_is_not_widened_to_the_image() throws MalformedVexException {
        Specialised made = specialise(document("Example", "{'vulnerability':{'name':'CVE-1'}," + HARMLESS + "}"));
        assertThat(made.document()).isEmpty();
        assertThat(made.unmatched())
                .extracting(one -> one.reason())
                .containsExactly("it does not say what it is about");
    }

    @Test
    void a_component_said_to_be_absent_need_not_be_in_the_sbom() throws MalformedVexException {
        String absent = "'status':'not_affected','justification':'component_not_present'";
        String product = "{'@id':'pkg:oci/app','subcomponents':['pkg:deb/debian/curl@1?arch=x']}";
        VexStatement statement = only(specialise(statement("CVE-1", product, absent)));
        assertThat(statement.matches("CVE-1", ID, "pkg:deb/debian/curl@1")).isTrue();
    }

    @Test
    void the_later_statement_is_the_only_one_left() throws MalformedVexException {
        String older = at("2024-01-01", "CVE-1", "'pkg:deb/debian/libssl3'", HARMLESS);
        String later = at("2024-02-01", "CVE-1", "{'@id':'pkg:oci/app','subcomponents':['" + SSL + "']}", AFFECTED);
        for (Specialised made : anyOrder(older, later)) {
            assertThat(only(made).assessment().status()).isEqualTo(Status.AFFECTED);
            assertThat(made.superseded()).hasSize(1);
            assertThat(made.document().orElseThrow().timestamp()).contains(Instant.parse("2024-02-01T00:00:00Z"));
        }
    }

    @Test
    void at_the_same_time_the_more_cautious_is_the_only_one_left() throws MalformedVexException {
        String harmless = at("2024-01-01", "CVE-1", "'pkg:deb/debian/libssl3'", HARMLESS);
        String affected = at("2024-01-01", "CVE-1", "'pkg:deb/debian/libssl3@3.0.11-1'", AFFECTED);
        for (Specialised made : anyOrder(harmless, affected)) {
            assertThat(only(made).assessment().status()).isEqualTo(Status.AFFECTED);
        }
    }

    @Test
    void two_names_of_one_vulnerability_are_one() throws MalformedVexException {
        String cve = at("2024-01-01", "CVE-1", "'pkg:deb/debian/libssl3'", HARMLESS);
        String ghsa =
                at("2024-02-01", "GHSA-1','aliases':['CVE-1'],'description':'d", "'pkg:deb/debian/libssl3'", AFFECTED);
        for (Specialised made : anyOrder(cve, ghsa)) {
            VexStatement statement = only(made);
            assertThat(statement.vulnerability().name()).isEqualTo("GHSA-1");
            assertThat(statement.matches("CVE-1", ID, "pkg:deb/debian/libssl3@3.0.11-1"))
                    .isTrue();
        }
        String named =
                at("2024-01-01", "CVE-1','aliases':['GHSA-1'],'description':'d", "'pkg:deb/debian/libssl3'", HARMLESS);
        String bare = at("2024-02-01", "GHSA-1", "'pkg:deb/debian/libssl3'", AFFECTED);
        for (Specialised made : anyOrder(named, bare)) {
            assertThat(only(made).vulnerability().aliases()).containsExactly("CVE-1");
        }
    }

    @Test
    void the_image_as_a_whole_and_a_component_never_both_match() throws MalformedVexException {
        String whole = at("2024-01-01", "CVE-1", "'pkg:oci/app'", HARMLESS);
        String agreeing = at("2024-03-01", "CVE-1", "'pkg:deb/debian/zlib1g'", HARMLESS);
        String narrow = at("2024-02-01", "CVE-1", "'pkg:deb/debian/libssl3'", AFFECTED);
        for (Specialised made : anyOrder(whole, narrow, agreeing)) {
            VexDocument document = made.document().orElseThrow();
            assertThat(document.statements()).hasSize(2);
            assertThat(document.effective("CVE-1", ID, "pkg:deb/debian/libssl3@3.0.11-1")
                            .orElseThrow()
                            .assessment()
                            .status())
                    .isEqualTo(Status.AFFECTED);
            assertThat(document.effective("CVE-1", ID, "pkg:maven/org.example/lib@1"))
                    .isEmpty();
            assertThat(made.superseded()).hasSize(1);
        }
        String later = at("2024-04-01", "CVE-1", "'pkg:oci/app'", HARMLESS);
        for (Specialised made : anyOrder(later, narrow, agreeing)) {
            assertThat(only(made).products()).extracting(Product::subcomponents).containsOnly(List.of());
        }
    }

    @Test
    void the_same_word_about_two_packages_is_one_statement() throws MalformedVexException {
        String both = at("2024-01-01", "CVE-1", "'pkg:deb/debian/libssl3','pkg:deb/debian/zlib1g'", FIXED);
        assertThat(only(specialise(document("Example", both))).products().get(0).subcomponents())
                .hasSize(2);
    }

    @Test
    void the_order_of_templates_does_not_change_a_byte() throws MalformedVexException {
        var documents = new ArrayList<>(List.of(
                statement("CVE-3", "'pkg:deb/debian/libssl3'", FIXED),
                document("Other", at("2024-01-01", "CVE-1", "'pkg:oci/app'", HARMLESS)),
                statement("CVE-2", "'pkg:deb/debian/zlib1g'", AFFECTED),
                document("Unheard", at("2024-01-01", "CVE-4", "'pkg:oci/unrelated'", HARMLESS))));
        byte[] one = OpenVex.write(Specialiser.specialise(documents, IMAGE, SBOM, OTHERWISE)
                .document()
                .orElseThrow());
        Collections.reverse(documents);
        var purls = new ArrayList<>(SBOM);
        Collections.reverse(purls);
        byte[] two = OpenVex.write(Specialiser.specialise(documents, IMAGE, purls, OTHERWISE)
                .document()
                .orElseThrow());
        assertThat(two).isEqualTo(one);
        assertThat(OpenVex.parse(one).info().author()).isEqualTo("Example, Other");
        assertThat(OpenVex.parse(one).info().tooling()).contains("attest");
    }

    @Test
    void a_time_comes_from_statement_document_or_outside() throws MalformedVexException {
        String bare = "{'vulnerability':{'name':'CVE-1'},'products':['pkg:oci/app']," + FIXED + "}";
        assertThat(only(specialise(document("Example", bare))).timestamp()).contains(OTHERWISE);
        VexDocument timed =
                parse("{'@context':'https://openvex.dev/ns/v0.2.0','timestamp':'2023-01-01T00:00:00Z','statements':["
                        + bare + "]}");
        assertThat(only(specialise(timed)).timestamp()).contains(Instant.parse("2023-01-01T00:00:00Z"));
    }

    @Test
    void a_statement_that_says_too_little_is_an_error() throws MalformedVexException {
        VexDocument document = statement("CVE-1", "'pkg:oci/app'", "'status':'not_affected'");
        assertThatThrownBy(() -> specialise(document)).hasMessageStartingWith("CVE-1: not_affected needs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "registry.example.com/", "a b", "x/y:tag"})
    void an_image_has_a_name_and_digests(String repository) {
        assertThatThrownBy(() -> ImageProduct.of(repository, List.of("sha256:" + INDEX)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageProduct.of("app", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageProduct.of("app", List.of(INDEX))).isInstanceOf(IllegalArgumentException.class);
        assertThat(ImageProduct.of("App", List.of("sha256:" + INDEX)).ids()).containsExactly(ID);
    }

    private static List<Specialised> anyOrder(String... statements) throws MalformedVexException {
        var forward = Stream.of(statements).toList();
        var backward = new ArrayList<>(forward);
        Collections.reverse(backward);
        return List.of(
                specialise(document("Example", String.join(",", forward))),
                specialise(document("Example", String.join(",", backward))));
    }

    private static Specialised specialise(VexDocument document) throws MalformedVexException {
        return Specialiser.specialise(List.of(document), IMAGE, SBOM, OTHERWISE);
    }

    private static VexStatement only(Specialised made) {
        assertThat(made.document().orElseThrow().statements()).hasSize(1);
        return made.document().orElseThrow().statements().get(0);
    }

    private static VexDocument statement(String vulnerability, String product, String status)
            throws MalformedVexException {
        return document("Example", at("2024-01-01", vulnerability, product, status));
    }

    private static String at(String day, String vulnerability, String products, String status) {
        return "{'vulnerability':{'name':'" + vulnerability + "'},'timestamp':'" + day + "T00:00:00Z','products':["
                + products + "]," + status + "}";
    }

    private static VexDocument document(String author, String statements) throws MalformedVexException {
        return parse("{'@context':'https://openvex.dev/ns/v0.2.0','author':'" + author + "','statements':[" + statements
                + "]}");
    }

    private static VexDocument parse(String text) throws MalformedVexException {
        return OpenVex.parse(text.replace('\'', '"').getBytes(UTF_8));
    }
}
