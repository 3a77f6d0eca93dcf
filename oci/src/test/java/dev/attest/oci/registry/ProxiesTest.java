package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Credentials;
import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private final List<Duration> slept = new ArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTPS_PROXY=http://p:3128 | https://r.io/ | p:3128",
                "https_proxy=p:3128 | https://r.io/ | p:3128",
                "https_proxy=p:1;HTTPS_PROXY=p:2 | https://r.io/ | p:1",
                "https_proxy=;HTTPS_PROXY=p:2 | https://r.io/ | ",
                "HTTPS_PROXY=p | https://r.io/ | p:1080",
                "HTTPS_PROXY=http://[::2]:3128/ | https://r.io/ | ::2:3128",
                "HTTP_PROXY=p:1 | http://r.io/ | p:1",
                "HTTP_PROXY=p:1;REQUEST_METHOD=GET | http://r.io/ | ",
                "http_proxy=p:1;REQUEST_METHOD=GET | http://r.io/ | p:1",
                "HTTP_PROXY=p:1 | https://r.io/ | ",
                "ALL_PROXY=p:1 | https://r.io/ | p:1",
                "all_proxy=p:1;https_proxy=p:2 | https://r.io/ | p:2",
                "ALL_PROXY=p:1 | https://127.0.0.1:5000/ | ",
                "ALL_PROXY=p:1 | http://localhost/ | ",
                "ALL_PROXY=p:1 | http://[::1]:5000/ | ",
                "ALL_PROXY=p:1;NO_PROXY=r.io | https://r.io/ | ",
                "ALL_PROXY=p:1;no_proxy=x.io, r.io | https://r.io/ | "
            })
    void environment_is_read_as_curl_reads_it(String variables, String target, String proxy) throws Exception {
        Map<String, String> environment = new java.util.HashMap<>();
        for (String variable : variables.split(";")) {
            environment.put(variable.split("=")[0], variable.substring(variable.indexOf('=') + 1));
        }
        Optional<Proxies.Proxy> found = new Proxies(environment).to(URI.create(target));
        assertThat(found.map(Object::toString).orElse(null)).isEqualTo(proxy == null ? null : "proxy " + proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "*, r.io, true",
        "r.io, r.io, true",
        "R.io, r.IO, true",
        "r.io, a.r.io, true",
        ".r.io, a.r.io, true",
        ".r.io, r.io, true",
        "*.r.io, a.r.io, true",
        "r.io, ar.io, false",
        "r.io, r.io.evil, false",
        "r.io:443, r.io, true",
        "r.io:5000, r.io, false",
        "r.io:5000, r.io:5000, true",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/8, 10.example, false",
        "10.0.0.0/33, 10.0.0.0, false",
        "10.0.0.0/0, 9.9.9.9, true",
        "10.0.0.1, 10.0.0.1, true",
        "0.0.1, 10.0.0.1, false",
        "'fd00::/8', '[fd00::1]', true",
        "'fd00::/8', '10.0.0.1', false",
        "'[fd00::1]:443', '[fd00::1]', true",
        "'a,, b', b, true",
        "., r.io, false"
    })
    void exceptions_are_names_addresses_and_networks(String noProxy, String host, boolean excepted) {
        assertThat(NoProxy.parse(noProxy).include(URI.create("https://" + host + "/")))
                .isEqualTo(excepted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"socks5://u:s3cret@p:1", "https://u:s3cret@p:1", "http://u:s3cret@", "u:s3cret@p:x y", "http://"
            })
    void proxy_that_cannot_be_used_is_refused_without_its_password(String proxy) {
        var proxies = new Proxies(Map.of("HTTPS_PROXY", proxy));
        assertThatThrownBy(() -> proxies.to(URI.create("https://r.io/")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTPS_PROXY names")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void plain_requests_go_through_the_proxy_with_its_login_alone() throws Exception {
        try (ServerSocket proxy = proxy("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            RegistryClient client = client("http_proxy", "http://us%40er:p+w@127.0.0.1:" + proxy.getLocalPort(), true);
            assertThat(client.send(RegistryRequest.of("GET", client.uri("x")), false)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(seen.get(0)).startsWith("GET http://registry.invalid/v2/team/app/x HTTP/1.1");
            assertThat(seen.get(0)).contains("Proxy-Authorization: Basic dXNAZXI6cCt3");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 Forbidden | does not connect to registry registry.invalid (403)",
                "502 Bad Gateway | does not connect to registry registry.invalid (502)",
                "407 Login | asks for a login (407)"
            })
    void refused_tunnel_is_the_proxys(String status, String message) throws Exception {
        String login = "Proxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";
        try (ServerSocket proxy = proxy("HTTP/1.1 " + status + "\r\n" + login)) {
            RegistryClient client = client("HTTPS_PROXY", "http://us:s3cret@127.0.0.1:" + proxy.getLocalPort(), false);
            assertThatThrownBy(() -> client.send(RegistryRequest.of("GET", client.uri("x")), false))
                    .hasMessageContaining("proxy 127.0.0.1:" + proxy.getLocalPort())
                    .hasMessageContaining(message)
                    .hasMessageNotContaining("s3cret");
            assertThat(seen.get(0)).startsWith("CONNECT registry.invalid:443 HTTP/1.1");
            // The JVM sends it with CONNECT only where jdk.http.auth.tunneling.disabledSchemes allows.
            assertThat(seen.get(0)).contains("Proxy-Authorization: Basic dXM6czNjcmV0");
            assertThat(slept).isEmpty();
        }
    }

    @Test
    void proxy_that_is_down_is_named() throws Exception {
        int port;
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = proxy.getLocalPort();
        }
        RegistryClient client = client("HTTPS_PROXY", "127.0.0.1:" + port, false);
        assertThatThrownBy(() -> client.send(RegistryRequest.of("GET", client.uri("x")), false))
                .hasMessage("proxy 127.0.0.1:" + port + " cannot be reached: connection refused");
    }

    @Test
    void loopback_is_never_asked_through_a_proxy() throws Exception {
        try (Loopback registry = Loopback.start(exchange -> Loopback.answer(exchange, 200, new byte[0]))) {
            var settings = RegistrySettings.standard(Map.of("HTTP_PROXY", "127.0.0.1:1", "ALL_PROXY", "socks5://x"));
            var client = new RegistryClient(registry.host(), "team/app", settings);
            assertThat(client.send(RegistryRequest.of("GET", client.uri("x")), false)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private RegistryClient client(String variable, String proxy, boolean plainHttp) {
        RegistrySettings settings = RegistrySettings.standard(Map.of(variable, proxy))
                .withSleeper(slept::add)
                .withPlainHttp(plainHttp)
                .withCredentials(Credentials.none());
        return new RegistryClient("registry.invalid", "team/app", settings);
    }

    /** Notes the head of each request and gives one answer to all. */
    private ServerSocket proxy(String answer) throws IOException {
        var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            seen.add(head(socket));
                            OutputStream out = socket.getOutputStream();
                            out.write(answer.getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                        } catch (IOException e) {
                            return;
                        }
                    }
                },
                "proxy");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
