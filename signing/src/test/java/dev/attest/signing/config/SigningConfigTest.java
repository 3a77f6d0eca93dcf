package dev.attest.signing.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.service.SigningException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningConfigTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String CA = service("https://ca.example", 1, "2025-01-01T00:00:00Z", "a");
    private static final String BOTH = service("https://v1.example", 1, "2026-06-01T00:00:00Z", "a") + ","
            + service("https://v2.example", 2, "2025-01-01T00:00:00Z", "a");
    private static final String TSA = service("https://tsa.example/ts", 1, "2025-01-01T00:00:00Z", "a");

    @Test
    void the_newest_service_of_an_operator_is_chosen() throws Exception {
        Selection selection = select(
                service("https://old.example", 1, "2025-01-01T00:00:00Z", "a") + ","
                        + service("https://new.example", 1, "2026-01-01T00:00:00Z", "a") + ","
                        + service("https://next.example", 1, "2027-01-01T00:00:00Z", "a"),
                "ALL",
                0);

        assertThat(urls(selection)).containsExactly("https://new.example");
        assertThat(selection.certificateAuthority().url()).hasToString("https://ca.example");
        assertThat(selection.witnesses().timestampAuthorities().get(0).url()).hasToString("https://tsa.example/ts");
    }

    @Test
    void an_unsupported_version_is_passed_over() throws Exception {
        Selection selection = select(
                service("https://v3.example", 3, "2026-01-01T00:00:00Z", "a") + ","
                        + service("https://v1.example", 1, "2025-01-01T00:00:00Z", "a"),
                "ANY",
                0);

        assertThat(urls(selection)).containsExactly("https://v1.example");
    }

    @Test
    void only_unsupported_versions_are_an_error_that_says_so() {
        assertThatThrownBy(() -> select(service("https://v3.example", 3, "2026-01-01T00:00:00Z", "a"), "ANY", 0))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageContaining("rekorTlogUrls")
                .hasMessageContaining("[3] are offered, [1, 2] are supported");
    }

    @Test
    void the_highest_supported_version_that_is_valid_is_chosen() throws Exception {
        String v1 = service("https://v1.example", 1, "2026-06-01T00:00:00Z", "a");
        String v2 = service("https://v2.example", 2, "2025-01-01T00:00:00Z", "a");
        String later = service("https://v2-later.example", 2, "2027-01-01T00:00:00Z", "a");

        assertThat(urls(select(v1 + "," + v2, "ANY", 0))).containsExactly("https://v2.example");
        assertThat(urls(select(v1 + "," + later, "ANY", 0))).containsExactly("https://v1.example");
        assertThat(urls(select(v1 + "," + v2 + "," + later, "ALL", 0))).containsExactly("https://v2.example");
    }

    @Test
    void a_version_may_be_asked_for() throws Exception {
        SigningConfig config = config(BOTH, "ANY", 0, TSA);

        assertThat(urls(config.onlyLogs(RekorVersion.V1).select(NOW))).containsExactly("https://v1.example");
        assertThat(urls(config.onlyLogs(RekorVersion.V2).select(NOW))).containsExactly("https://v2.example");
        assertThat(urls(config.select(NOW))).containsExactly("https://v2.example");
    }

    @Test
    void a_version_that_is_not_there_is_an_error_that_says_so() throws Exception {
        SigningConfig config = config(service("https://v1.example", 1, "2026-01-01T00:00:00Z", "a"), "ANY", 0, TSA);

        assertThatThrownBy(() -> config.onlyLogs(RekorVersion.V2))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageContaining("no log (rekorTlogUrls) of Rekor version 2")
                .hasMessageContaining("[1] are offered");
    }

    @Test
    void a_log_without_time_needs_a_timestamp_authority() throws Exception {
        SigningConfig config = config(BOTH, "ANY", 0, "");

        assertThatThrownBy(() -> config.select(NOW))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageContaining("v2.example")
                .hasMessageContaining("tsaUrls")
                .hasMessageContaining("Rekor version 1");
        assertThatThrownBy(() -> config.selectWitnesses(NOW)).hasMessageContaining("tsaUrls");
        assertThat(urls(config.onlyLogs(RekorVersion.V1).select(NOW))).containsExactly("https://v1.example");
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, 0, 'https://b.example,https://a.example'",
        "ANY, 0, https://b.example",
        "EXACT, 1, https://b.example",
        "EXACT, 2, 'https://b.example,https://a.example'"
    })
    void the_selector_says_how_many(String selector, int count, String expected) throws Exception {
        String logs = service("https://a.example", 1, "2025-01-01T00:00:00Z", "a") + ","
                + service("https://b.example", 1, "2026-01-01T00:00:00Z", "b") + ","
                + service("https://a-older.example", 1, "2024-01-01T00:00:00Z", "a");

        assertThat(String.join(",", urls(select(logs, selector, count)))).isEqualTo(expected);
    }

    @Test
    void too_few_operators_are_an_error() {
        String logs = service("https://a.example", 1, "2025-01-01T00:00:00Z", "a") + ","
                + service("https://b.example", 1, "2026-01-01T00:00:00Z", "a");

        assertThatThrownBy(() -> select(logs, "EXACT", 2))
                .hasMessageContaining("rekorTlogConfig wants 2 services of different operators, 1 can be used");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T12:00:00Z, 2026-11-21T12:00:00Z, true",
        "2026-11-21T13:00:00+01:00, 2026-11-22T00:00:00Z, true",
        "2026-11-21T12:00:00.001Z, 2026-11-22T00:00:00Z, false",
        "2026-11-20T00:00:00Z, 2026-11-21T11:59:59.999Z, false"
    })
    void both_ends_of_a_validity_count_as_inside(String start, String end, boolean valid) throws Exception {
        String log = "{\"url\":\"https://log.example\",\"majorApiVersion\":1,\"validFor\":{\"start\":\"" + start
                + "\",\"end\":\"" + end + "\"}}";

        if (valid) {
            assertThat(urls(select(log, "ANY", 0))).containsExactly("https://log.example");
        } else {
            assertThatThrownBy(() -> select(log, "ANY", 0)).hasMessageContaining("can be used at " + NOW);
        }
    }

    @Test
    void a_service_without_validity_is_valid() throws Exception {
        assertThat(urls(select("{\"url\":\"https://log.example\",\"majorApiVersion\":1}", "ANY", 0)))
                .containsExactly("https://log.example");
    }

    @Test
    void logs_may_be_absent_where_timestamps_are_not() throws Exception {
        String config = "{\"mediaType\":\"" + SigningConfig.MEDIA_TYPE + "\",\"caUrls\":[" + CA + "],\"oidcUrls\":["
                + CA + "],\"tsaUrls\":[" + TSA + "],\"tsaConfig\":{\"selector\":\"ANY\"}}";

        SigningConfig parsed = SigningConfig.parse(config.getBytes(UTF_8));

        assertThat(parsed.selectWitnesses(NOW).logs()).isEmpty();
        assertThat(parsed.identityProviders()).hasSize(1);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"mediaType\":\"MT\",\"caUrls\":[CA] | neither a log",
                "\"mediaType\":\"MT\",\"tsaUrls\":[CA],\"tsaConfig\":{\"selector\":\"ANY\"} | no certificate authority",
                "\"mediaType\":\"MT\",\"tsaUrls\":[CA] | tsaConfig: expected an object",
                "\"mediaType\":\"MT\",\"tsaUrls\":[CA],\"tsaConfig\":{\"selector\":\"SOME\"} | ALL, ANY or EXACT",
                "\"mediaType\":\"MT\",\"tsaUrls\":[CA],\"tsaConfig\":{\"selector\":\"EXACT\"} | tsaConfig.count",
                "\"mediaType\":\"MT\",\"tsaUrls\":[CA],\"tsaConfig\":{\"selector\":\"ANY\",\"count\":-1} | tsaConfig.count",
                "\"mediaType\":\"other\" | mediaType",
                "\"caUrls\":[] | mediaType",
                "\"mediaType\":\"MT\",\"caUrls\":[{\"url\":\"http://ca.example\",\"majorApiVersion\":1}] | caUrls[0].url",
                "\"mediaType\":\"MT\",\"caUrls\":[{\"url\":\"https://ca.example?x\",\"majorApiVersion\":1}] | caUrls[0].url",
                "\"mediaType\":\"MT\",\"caUrls\":[{\"url\":\"https://ca.example\"}] | majorApiVersion",
                "\"mediaType\":\"MT\",\"caUrls\":[{\"url\":\"https://c.example\",\"majorApiVersion\":1,\"validFor\":{\"end\":\"x\"}}] | validFor.end",
                "\"mediaType\":\"MT\",\"mediaType\":\"MT\" | Duplicate"
            })
    void what_is_wrong_is_named(String members, String expected) {
        String config = "{" + members.replace("MT", SigningConfig.MEDIA_TYPE).replace("[CA]", "[" + CA + "]") + "}";

        assertThatThrownBy(() -> SigningConfig.parse(config.getBytes(UTF_8)).select(NOW))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageContaining(expected);
    }

    @Test
    void too_many_services_are_refused() {
        String many = String.join(",", java.util.Collections.nCopies(65, CA));

        assertThatThrownBy(() -> select(many, "ANY", 0)).hasMessageContaining("at most 64");
    }

    private static Selection select(String logs, String selector, int count) throws SigningException {
        return config(logs, selector, count, TSA).select(NOW);
    }

    private static SigningConfig config(String logs, String selector, int count, String timestampAuthorities)
            throws SigningException {
        String config =
                "{\"mediaType\":\"" + SigningConfig.MEDIA_TYPE + "\",\"caUrls\":[" + CA + "],\"rekorTlogUrls\":["
                        + logs + "],\"rekorTlogConfig\":{\"selector\":\"" + selector + "\",\"count\":" + count
                        + "},\"tsaUrls\":[" + timestampAuthorities + "],\"tsaConfig\":{\"selector\":\"ANY\"}}";
        return SigningConfig.parse(config.getBytes(UTF_8));
    }

    private static String service(String url, int version, String start, String operator) {
        return "{\"url\":\"" + url + "\",\"majorApiVersion\":" + version + ",\"validFor\":{\"start\":\"" + start
                + "\"},\"operator\":\"" + operator + "\"}";
    }

    private static List<String> urls(Selection selection) {
        return selection.witnesses().logs().stream()
                .map(log -> log.url().toString())
                .toList();
    }
}
