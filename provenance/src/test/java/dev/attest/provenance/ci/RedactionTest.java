package dev.attest.provenance.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
            get https://u:pa/ss@host/x now      | get https://host/x now
            https://u:p@ss@h/                   | https://h/
            https://tok@h/a@b                   | https://h/a@b
            postgres://u:p@h/db redis://:p@h/0  | postgres://h/db redis://h/0
            https://a/x,https://u:p@h           | https://a/x,https://h
            https://a@sha256:00,https://u:p@h   | https://a@sha256:00,https://h
            "https://h:80/" x@y                 | "https://h:80/" x@y
            git+https://h:8443/r@refs/heads/a@b | git+https://h:8443/r@refs/heads/a@b
            ghp_0123456789 gho_0123456789       | [redacted] [redacted]
            ghs_0123456789,github_pat_012345678_9 | [redacted],[redacted]
            glpat-0123456789 xoxb-12345678      | [redacted] [redacted]
            AKIA0123456789ABCDEF                | [redacted]
            npm_01234567890123456789            | [redacted]
            a=eyJhbGci.eyJzdWIi.c2ln            | a=[redacted]
            -----BEGIN RSA PRIVATE KEY-----ab   | [redacted]
            TOKEN=abc make -k                   | TOKEN=[redacted] make -k
            --api-key='a b' c                   | --api-key=[redacted] c
            x?a=1&sig=2&b=3                     | x?a=1&sig=[redacted]&b=3
            make CFLAGS=-O2 all                 | make CFLAGS=-O2 all
            """)
    void secrets_in_a_text_are_taken_out(String text, String expected) {
        assertThat(Redaction.of(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git-token",
                "CLIENT_SECRET",
                "PASSWORD",
                "dbPasswd",
                "PGPWD",
                "PASS",
                "apikey",
                "Credentials",
                "AUTH",
                "authorization",
                "SENTRY_DSN",
                "TLS_CERT",
                "signing",
                "codeSign",
                "pat"
            })
    void a_name_of_a_secret_is_known(String name) {
        assertThat(Redaction.isSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"author", "AUTHORS", "design", "REGION", "path", "pattern", "revision"})
    void another_name_is_no_secrets(String name) {
        assertThat(Redaction.isSecret(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
            {"a":[{"name":"git-token","value":"x"}]}    | {"a":[{"name":"git-token","value":"[redacted]"}]}
            {"name":"PASSWORD","value":["x"]}           | {"name":"PASSWORD","value":"[redacted]"}
            {"name":"token","default":"x"}              | {"default":"[redacted]","name":"token"}
            {"name":"m","value":{"key":"x","b":"y"}}    | {"name":"m","value":{"b":"y","key":"[redacted]"}}
            {"name":"sign","value":"true"}              | {"name":"sign","value":"true"}
            {"name":"a","value":"https://u:p@h"}        | {"name":"a","value":"https://h"}
            {"secretKeyRef":{"key":"k","name":"token"}} | {"secretKeyRef":{"key":"k","name":"token"}}
            """)
    void a_value_is_judged_by_the_name_beside_it(String json, String expected) throws Exception {
        JsonNode node = StrictJson.parseObject(json.getBytes(StandardCharsets.UTF_8), "test")
                .node();
        JsonNode plain = StrictJson.parseObject(expected.getBytes(StandardCharsets.UTF_8), "test")
                .node();
        assertThat(Redaction.of(node)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"://", ":// ", "://a:", "-eyJ", "eyJaaaaa.", "a=\"", "-----BEGINPRIVATE KEY", "xox", "a-"})
    void a_hostile_text_costs_little(String part) {
        String text = part.repeat((128 << 10) / part.length());
        assertTimeout(Duration.ofSeconds(5), () -> Redaction.of(text));
    }
}
