package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTest extends RegistryFixture {
    private final List<String> authorised = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({"GET", "HEAD"})
    void credentials_stay_with_the_registry_and_come_back_with_it(String method) throws Exception {
        try (Loopback storage = Loopback.start(exchange -> {
                    authorised.add("storage " + exchange.getRequestHeaders().containsKey("Authorization"));
                    exchange.getResponseHeaders()
                            .set("Location", exchange.getRequestURI().getQuery());
                    Loopback.answer(exchange, 302, new byte[0]);
                });
                Loopback registry = registry(storage)) {
            var client = new RegistryClient(registry.host(), "team/app", settings());
            HttpResponse<InputStream> answer = client.send(RegistryRequest.of(method, client.uri("blobs/away")), false);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(authorised).containsExactly("registry false", "registry true", "storage false", "registry true");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "307, /v2/team/app/end, 200",
        "308, /v2/team/app/end, 200",
        "301, /v2/team/app/end, 0",
        "302, /v2/team/app/end, 0",
        "303, /v2/team/app/end, 0",
        "307, http://localhost:1/v2/team/app/end, 0",
        "308, https://storage.example/upload, 0"
    })
    void push_is_sent_on_only_as_it_is_and_within_the_registry(int status, String location, int end) throws Exception {
        var bodies = new ArrayList<String>();
        try (Loopback registry = Loopback.start(exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (exchange.getRequestURI().getPath().endsWith("/end")) {
                Loopback.answer(exchange, 200, new byte[0]);
            } else {
                exchange.getResponseHeaders().set("Location", location);
                Loopback.answer(exchange, status, new byte[0]);
            }
        })) {
            var client = new RegistryClient(registry.host(), "team/app", settings());
            RegistryRequest put =
                    RegistryRequest.of("PUT", client.uri("manifests/x"), "content".getBytes(StandardCharsets.UTF_8));
            if (end == 200) {
                assertThat(client.send(put, true).statusCode()).isEqualTo(200);
                assertThat(bodies).containsExactly("content", "content");
            } else {
                assertThatThrownBy(() -> client.send(put, true))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("answers a push with " + status)
                        .hasMessageContaining("not followed");
                assertThat(bodies).hasSize(1);
            }
        }
    }

    @Test
    void circle_of_redirects_ends() throws Exception {
        try (Loopback registry = Loopback.start(exchange -> {
            exchange.getResponseHeaders().set("Location", "/v2/team/app/round");
            Loopback.answer(exchange, 307, new byte[0]);
        })) {
            var client = new RegistryClient(registry.host(), "team/app", settings());
            assertThatThrownBy(() -> client.send(RegistryRequest.of("GET", client.uri("round")), false))
                    .hasMessageContaining("redirects without end");
            assertThat(registry.requests()).hasSize(6);
        }
    }

    /** Asks for Basic, sends {@code away} to the storage and everything else gets an answer. */
    private Loopback registry(Loopback storage) throws IOException {
        return Loopback.start(exchange -> {
            boolean told = exchange.getRequestHeaders().containsKey("Authorization");
            authorised.add("registry " + told);
            if (!told) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
                Loopback.answer(exchange, 401, new byte[0]);
            } else if (exchange.getRequestURI().getPath().endsWith("/away")) {
                String back = "http://" + exchange.getRequestHeaders().getFirst("Host") + "/v2/team/app/back";
                exchange.getResponseHeaders().set("Location", "http://" + storage.host() + "/s?" + back);
                Loopback.answer(exchange, 307, new byte[0]);
            } else {
                Loopback.answer(exchange, 200, new byte[0]);
            }
        });
    }
}
