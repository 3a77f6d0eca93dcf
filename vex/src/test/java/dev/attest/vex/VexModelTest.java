package dev.attest.vex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VexModelTest {
    private static final String IMAGE = "pkg:oci/app@sha256%3A" + "a".repeat(64);
    private static final String SSL = "pkg:deb/debian/openssl@3.0.11-1";
    private static final Instant T0 = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void a_component_matches_by_id_identifier_or_bare_hash() {
        assertThat(Component.of("pkg:apk/alpine/libssl3").matches("pkg:apk/alpine/libssl3@3.0.8-r3"))
                .isTrue();
        assertThat(Component.of("https://example.com/product").matches("https://example.com/product"))
                .isTrue();
        assertThat(Component.of("https://example.com/product").matches("https://example.com"))
                .isFalse();
        var identified = new Component(
                Optional.empty(),
                Map.of("purl", "pkg:apk/alpine/libssl3", "cpe23", "cpe:2.3:a:b:c"),
                Map.of("sha-256", "ab"));
        assertThat(identified.matches("pkg:apk/alpine/libssl3@3.0.8-r3")).isTrue();
        assertThat(identified.matches("cpe:2.3:a:b:c")).isTrue();
        assertThat(identified.matches("ab")).isTrue();
        assertThat(identified.matches("sha256:ab")).isFalse();
        assertThat(identified.matches("pkg:apk/alpine/other")).isFalse();
        assertThatThrownBy(() -> new Component(Optional.empty(), Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_product_matches_with_and_without_subcomponents() {
        var scoped = new Product(
                Component.of(IMAGE),
                List.of(Component.of("pkg:deb/debian/openssl"), Component.of("pkg:deb/debian/zlib")));
        assertThat(scoped.matches(IMAGE, SSL)).isTrue();
        assertThat(scoped.matches(IMAGE, "")).isTrue();
        assertThat(scoped.matches(IMAGE, "pkg:deb/debian/curl@1")).isFalse();
        assertThat(scoped.matches("pkg:oci/other", SSL)).isFalse();
        assertThat(new Product(Component.of(IMAGE), List.of()).matches(IMAGE, SSL))
                .isTrue();
    }

    @Test
    void a_vulnerability_matches_by_any_of_its_names() {
        var vulnerability =
                new Vulnerability(Optional.of("https://v.example/1"), "CVE-1", Optional.empty(), List.of("GHSA-1"));
        assertThat(vulnerability.matches("CVE-1")).isTrue();
        assertThat(vulnerability.matches("GHSA-1")).isTrue();
        assertThat(vulnerability.matches("https://v.example/1")).isTrue();
        assertThat(vulnerability.matches("cve-1")).isFalse();
    }

    @Test
    void the_latest_statement_is_in_effect_in_any_order() {
        VexStatement older = statement(Status.NOT_AFFECTED).at(T0);
        VexStatement later = statement(Status.AFFECTED).at(T0.plusSeconds(1));
        for (List<VexStatement> order : List.of(List.of(older, later), List.of(later, older))) {
            var document = new VexDocument(DocumentInfo.by("Example"), Optional.of(T0), order);
            assertThat(document.effective("CVE-1", IMAGE, SSL)).contains(later);
            assertThat(document.effective("CVE-2", IMAGE, SSL)).isEmpty();
        }
    }

    @Test
    void of_two_at_the_same_time_the_more_cautious_is_in_effect() {
        VexStatement harmless = statement(Status.NOT_AFFECTED).at(T0);
        VexStatement cautious = statement(Status.AFFECTED);
        for (List<VexStatement> order : List.of(List.of(harmless, cautious), List.of(cautious, harmless))) {
            var document = new VexDocument(DocumentInfo.by("Example"), Optional.of(T0), order);
            assertThat(document.effective("CVE-1", IMAGE, "")).contains(cautious);
        }
    }

    @Test
    void an_assessment_names_what_is_missing_and_what_is_out_of_place() {
        assertThat(Assessment.of(Status.FIXED).problems()).isEmpty();
        assertThat(Assessment.of(Status.UNDER_INVESTIGATION).problems()).isEmpty();
        assertThat(Assessment.of(Status.NOT_AFFECTED).problems()).hasSize(1);
        assertThat(Assessment.of(Status.AFFECTED).problems()).hasSize(1);
        assertThat(assessment(Status.NOT_AFFECTED, Optional.of(Justification.COMPONENT_NOT_PRESENT), "", "")
                        .problems())
                .isEmpty();
        assertThat(assessment(Status.NOT_AFFECTED, Optional.empty(), "why", "").problems())
                .isEmpty();
        assertThat(assessment(Status.AFFECTED, Optional.empty(), "", "update").problems())
                .isEmpty();
        assertThat(assessment(Status.FIXED, Optional.of(Justification.COMPONENT_NOT_PRESENT), "", "")
                        .problems())
                .hasSize(1);
        assertThat(assessment(Status.AFFECTED, Optional.empty(), "why", "update")
                        .problems())
                .hasSize(1);
        assertThat(assessment(Status.NOT_AFFECTED, Optional.empty(), "why", "update")
                        .problems())
                .hasSize(1);
    }

    private static Assessment assessment(
            Status status, Optional<Justification> justification, String impact, String action) {
        return new Assessment(
                status,
                Optional.empty(),
                justification,
                Optional.of(impact).filter(text -> !text.isEmpty()),
                Optional.of(action).filter(text -> !text.isEmpty()),
                Optional.empty());
    }

    private static VexStatement statement(Status status) {
        return VexStatement.of(
                Vulnerability.named("CVE-1"),
                List.of(new Product(Component.of(IMAGE), List.of())),
                Assessment.of(status));
    }
}
