package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.math.BigInteger;
import java.net.BindException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private LocalSigstore sigstore;
    private LocalSigstore.Running running;
    private Client client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        sigstore = LocalSigstore.open(folder.resolve("state"), Clock.fixed(NOW, ZoneOffset.UTC));
        running = sigstore.start(0);
        client = new Client(running.uri());
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        sigstore.close();
    }

    @Test
    void a_connection_is_kept_for_the_next_request() throws Exception {
        try (var socket = new Socket(running.uri().getHost(), running.uri().getPort())) {
            socket.setSoTimeout(60_000);
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (String path : new String[] {"/keys", "/nothing", "/api/v1/log"}) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
                var head = new StringBuilder();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    head.append((char) in.readByte());
                }
                int length = head.toString()
                        .lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length: "))
                        .mapToInt(line -> Integer.parseInt(line.substring("content-length: ".length())))
                        .sum();
                assertThat(head).startsWith("HTTP/1.1 " + (path.equals("/nothing") ? 404 : 200));
                assertThat(in.readNBytes(length)).hasSize(length).startsWith('{');
            }
        }
        assertThat(System.getProperty("sun.net.httpserver.nodelay")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "evil.example:8000", ""})
    void a_server_that_is_called_by_another_name_answers_nothing(String name) throws Exception {
        try (var socket = new Socket(running.uri().getHost(), running.uri().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("GET /keys HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 421").doesNotContain("\"keys\"");
        }
    }

    @Test
    void discovery_leads_to_the_key_that_signs_tokens() throws Exception {
        JsonNode discovery = Client.json(client.get("/.well-known/openid-configuration"));
        assertThat(discovery.path("issuer").asText()).isEqualTo(LocalSigstore.ISSUER);
        String keys = discovery.path("jwks_uri").asText();
        assertThat(keys).isEqualTo(running.uri() + "/keys");
        JsonNode jwk = Client.json(client.get("/keys")).path("keys").get(0);
        String[] parts = sigstore.identityToken("jane.doe").split("\\.");
        JsonNode header = Client.JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        assertThat(header.path("kid")).isEqualTo(jwk.path("kid"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(publicKey(jwk));
        signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        JsonNode claims = Client.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("iss").asText()).isEqualTo("https://local.attest.invalid");
        assertThat(claims.path("aud").asText()).isEqualTo("sigstore");
        assertThat(claims.path("sub").asText()).isEqualTo("jane.doe@local.attest.invalid");
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.plusSeconds(600).getEpochSecond());
    }

    @Test
    void token_is_given_to_who_has_the_request_token() throws Exception {
        String bearer = "Bearer " + running.requestToken();
        var response = client.send("GET", "/token?audience=sigstore&name=ann", "Authorization", bearer);
        assertThat(response.statusCode()).isEqualTo(200);
        var token = sigstore.issuer().verify(Client.json(response).path("value").asText());
        assertThat(token.name().value()).isEqualTo("ann@local.attest.invalid");
        var byDefault = client.send("GET", "/token", "Authorization", bearer);
        assertThat(sigstore.issuer()
                        .verify(Client.json(byDefault).path("value").asText())
                        .name()
                        .value())
                .isEqualTo("developer@local.attest.invalid");
        assertThat(client.get("/token").statusCode()).isEqualTo(401);
        assertThat(client.send("GET", "/token", "Authorization", bearer + "0").statusCode())
                .isEqualTo(401);
        assertThat(client.send("GET", "/token?audience=other", "Authorization", bearer)
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.send("GET", "/token?name=a%40b", "Authorization", bearer)
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a@b", ".a", "a.", "a..b", "a\n", "ü"})
    void names_that_cannot_stand_before_the_at_are_refused(String name) {
        assertThatThrownBy(() -> sigstore.identityToken(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_longer_than_64_are_refused() {
        assertThat(sigstore.identityToken("a".repeat(64))).isNotEmpty();
        assertThatThrownBy(() -> sigstore.identityToken("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nothing,404,404",
        "GET,/,404,404",
        "DELETE,/api/v1/log/entries,405,405",
        "POST,/api/v1/log/entries/abc,405,405",
        "GET,/api/v1/log/entries/abc,404,404",
        "GET,/api/v1/log/entries/,404,404",
        "GET,/api/v1/timestamp,405,405",
        "POST,/api/v1/timestamp,415,415",
        "POST,/api/v1/log/entries,415,415",
        "POST,/api/v2/signingCert,415,3",
        "GET,/api/v2/signingCert,405,12",
        "GET,/api/v2/other,404,5",
        "PUT,/token,405,405"
    })
    void wrong_paths_methods_and_types_are_answered_in_json(String method, String path, int status, int code)
            throws Exception {
        HttpResponse<byte[]> response = client.send(method, path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(Client.json(response).path("code").asInt()).isEqualTo(code);
    }

    @Test
    void text_bodies_that_a_web_page_could_send_are_refused() throws Exception {
        assertThat(client.post("/api/v1/log/entries", "text/plain", "{}".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.post("/api/v1/log/entries", "application/json; charset=utf-8", "{}".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void large_deep_and_broken_bodies_are_refused() throws Exception {
        byte[] large = new byte[(16 << 20) + 1];
        Arrays.fill(large, (byte) ' ');
        var tooLarge = client.post("/api/v2/signingCert", "application/json", large);
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(Client.json(tooLarge).path("code").asInt()).isEqualTo(8);
        byte[] larger = Arrays.copyOf(large, 30 << 20);
        assertThat(client.post("/api/v2/signingCert", "application/json", larger)
                        .statusCode())
                .isEqualTo(413);
        for (String body : new String[] {"[".repeat(100000), "{\"a\":".repeat(100000), "\u0000", "{\"a\":1}x"}) {
            var response = client.post("/api/v2/signingCert", "application/json", body.getBytes(UTF_8));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(new String(response.body(), UTF_8)).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void members_given_twice_are_refused() throws Exception {
        var response = client.post(
                "/api/v1/log/entries", "application/json", "{\"kind\":\"a\",\"kind\":\"b\"}".getBytes(UTF_8));
        assertThat(Client.json(response).path("message").asText()).contains("Duplicate field 'kind'");
    }

    @Test
    void port_that_is_taken_is_an_error() {
        int port = running.uri().getPort();
        assertThatThrownBy(() -> sigstore.start(port)).isInstanceOf(BindException.class);
    }

    @Test
    void wanted_port_is_used() throws Exception {
        int port = running.uri().getPort();
        running.close();
        running = sigstore.start(port);
        assertThat(running.uri().toString()).isEqualTo("http://127.0.0.1:" + port);
    }

    private static PublicKey publicKey(JsonNode jwk) throws Exception {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var x = new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path("x").asText()));
        var y = new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path("y").asText()));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(new ECPoint(x, y), parameters.getParameterSpec(ECParameterSpec.class)));
    }
}
