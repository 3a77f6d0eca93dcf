package dev.attest.signing.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fulcio.example",
                "https://fulcio.example:8443/base",
                "HTTPS://fulcio.example/",
                "http://localhost:8080",
                "http://LOCALHOST",
                "http://127.0.0.1:1/",
                "http://127.1.2.3",
                "http://[::1]:9/"
            })
    void tokens_may_be_sent_to(String url) {
        assertThat(ServiceUrl.parse(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fulcio.example",
                "/path",
                "http://fulcio.example",
                "http://127.0.0.1.example",
                "http://localhost.example",
                "http://0x7f.1",
                "https://user@fulcio.example",
                "https://user:secret@fulcio.example",
                "https://fulcio.example#x",
                "https:///path",
                "https:opaque",
                "https://under_score.example",
                "ftp://localhost",
                "file:///etc/passwd",
                "https://bad host/"
            })
    void tokens_are_not_sent_to(String url) {
        assertThat(ServiceUrl.parse(url)).isEmpty();
    }

    @Test
    void a_path_of_the_instance_is_kept() {
        assertThat(ServiceUrl.below(URI.create("https://a.example/sig/"), "/api"))
                .isEqualTo(URI.create("https://a.example/sig/api"));
        assertThat(ServiceUrl.below(URI.create("https://a.example"), "/api"))
                .isEqualTo(URI.create("https://a.example/api"));
    }
}
