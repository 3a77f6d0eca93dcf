package dev.attest.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final String HERE = "127.0.0.1";

    private static Authority authority;
    private static Authority other;
    private static Authority.Issued server;

    private final List<Duration> slept = new ArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void authorities() throws Exception {
        authority = new Authority("The Test's Authority");
        other = new Authority("Another Authority");
        server = authority.issue(HERE, "EC", Authority.DAY);
    }

    @Test
    void registry_of_a_named_authority_is_trusted_beside_the_jdks() throws Exception {
        try (Loopback registry = serve(authority, server, false)) {
            byte[] both = (Authority.pem(other.certificate()) + "comment\n" + Authority.pem(authority.certificate()))
                    .getBytes(UTF_8);
            assertThat(ask(registry, Tls.standard().withAuthorities(both))).isEqualTo(200);
        }
    }

    @Test
    void registry_of_an_unknown_authority_is_refused_with_what_to_do() throws Exception {
        try (Loopback registry = serve(authority, server, false)) {
            assertThatThrownBy(() -> ask(registry, trusting(other)))
                    .hasMessageContaining(
                            "registry " + registry.host() + " cannot be reached: no trusted TLS connection")
                    .hasMessageContaining("--registry-ca FILE");
            assertThat(slept).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.2, 24, is for another name",
        "registry.example, 24, is for another name",
        "127.0.0.1, -1, has expired"
    })
    void certificate_must_be_the_registrys_and_of_today(String host, int hours, String message) throws Exception {
        Authority.Issued bad = authority.issue(host, "EC", Duration.ofHours(hours));
        try (Loopback registry = serve(authority, bad, false)) {
            assertThatThrownBy(() -> ask(registry, trusting(authority))).hasMessageContaining(message);
        }
    }

    @Test
    void registry_that_speaks_no_tls_is_told_from_one_that_is_not_trusted() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> answerPlainly(plain), "plain");
            thread.setDaemon(true);
            thread.start();
            RegistrySettings settings = settings(trusting(authority), Optional.empty());
            var client = new RegistryClient(HERE + ":" + plain.getLocalPort(), "a", settings);
            assertThatThrownBy(() -> get(client, "x"))
                    .hasMessageContaining("does not speak TLS")
                    .hasMessageContaining("--plain-http-host");
        }
        try (Loopback registry = Loopback.start(exchange -> Loopback.answer(exchange, 200, new byte[0]))) {
            RegistrySettings named =
                    settings(trusting(authority), Optional.empty()).withPlainHosts(Set.of(registry.host()));
            assertThat(get(new RegistryClient(registry.host(), "a", named), "x"))
                    .isEqualTo(200);
        }
    }

    private static void answerPlainly(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                socket.getOutputStream().flush();
                socket.getInputStream().read();
            } catch (IOException e) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void client_certificate_is_shown_whatever_the_form_of_its_key(String algorithm) throws Exception {
        Authority.Issued client = authority.issue("client", algorithm, Authority.DAY);
        KeyPair keys = client.keys();
        try (Loopback registry = serve(authority, server, true)) {
            for (String key : List.of(traditional(keys), pkcs8(keys))) {
                Tls tls = trusting(authority)
                        .withClientCertificate(
                                Authority.pem(client.certificate()).getBytes(UTF_8), key.getBytes(UTF_8));
                assertThat(ask(registry, tls)).isEqualTo(200);
            }
            assertThat(shown).containsExactly("CN=client", "CN=client");
        }
    }

    @Test
    void missing_client_certificate_is_named() throws Exception {
        try (Loopback registry = serve(authority, server, true)) {
            assertThatThrownBy(() -> ask(registry, trusting(authority)))
                    .hasMessageContaining("--registry-client-certificate");
        }
    }

    @Test
    void client_certificate_is_shown_to_the_registry_alone() throws Exception {
        Authority.Issued client = authority.issue("client", "EC", Authority.DAY);
        Tls tls = trusting(authority)
                .withClientCertificate(
                        Authority.pem(client.certificate()).getBytes(UTF_8),
                        pkcs8(client.keys()).getBytes(UTF_8));
        // All of them ask for a certificate that a client may do without.
        try (Loopback storage = wanting("storage", 200, "");
                Loopback registry = wanting("registry", 307, "https://" + storage.host() + "/blob");
                Loopback tokens = wanting("tokens", 500, "")) {
            RegistrySettings settings = settings(tls, Optional.empty());
            assertThat(get(new RegistryClient(registry.host(), "a", settings), "x"))
                    .isEqualTo(200);
            assertThat(shown).containsExactly("registry CN=client", "storage nobody");

            shown.clear();
            RegistrySettings named = settings(tls, Optional.of("elsewhere.example"));
            assertThat(get(new RegistryClient(registry.host(), "a", named), "x"))
                    .isEqualTo(200);
            assertThat(shown).containsExactly("registry nobody", "storage nobody");

            shown.clear();
            var mirror = RegistryClient.mirror(
                    (Reference.Registry) References.parse(storage.host() + "/a:x", Optional.empty()), settings);
            assertThat(get(mirror, "x")).isEqualTo(200);
            assertThat(shown).containsExactly("storage nobody");
            assertThat(tokens.requests()).isEmpty();
        }
    }

    @Test
    void files_that_do_not_fit_are_refused_without_their_content() throws Exception {
        Authority.Issued client = authority.issue("client", "EC", Authority.DAY);
        Authority.Issued another = authority.issue("client", "RSA", Authority.DAY);
        String certificate = Authority.pem(client.certificate());
        String key = pkcs8(client.keys());
        String secret = key.lines().skip(1).findFirst().orElseThrow();
        assertRefused(certificate, pkcs8(another.keys()), "is not the key of the first certificate");
        assertRefused(key, key, "has no certificate in PEM form");
        assertRefused(certificate, certificate, "has 0 private keys");
        assertRefused(certificate, key + key, "has 2 private keys");
        assertRefused(certificate, key.replace(secret, "####"), "not base64");
        assertRefused(certificate, key.replace(secret, ""), "neither RSA nor of a curve");
        assertRefused(certificate, key.substring(0, 60), "has no end");
        assertRefused(certificate, key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "is encrypted");
        assertRefused(certificate, key.replace("PRIVATE KEY", "DSA PRIVATE KEY"), "neither RSA nor of a curve");
        assertRefused(certificate, key.replace("PRIVATE KEY", "EC PRIVATE KEY"), "private key");
        assertRefused(
                certificate,
                key.replace("-----\n" + secret, "-----\nProc-Type: 4,ENCRYPTED\n" + secret),
                "is encrypted");
        byte[] broken = certificate.replaceAll("[A-Z]{4}", "AAAA").getBytes(UTF_8);
        assertThatThrownBy(() -> Tls.standard().withAuthorities(broken)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tls.standard().withAuthorities(new byte[5 << 20]))
                .hasMessageContaining("bytes");
    }

    private static void assertRefused(String certificate, String key, String message) {
        assertThatThrownBy(() -> Tls.standard().withClientCertificate(certificate.getBytes(UTF_8), key.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("MEE");
    }

    private Loopback serve(Authority clients, Authority.Issued issued, boolean asks) throws Exception {
        return Loopback.start(clients.server(issued), asks, exchange -> {
            if (asks) {
                shown.add(peer(exchange));
            }
            Loopback.answer(exchange, 200, new byte[0]);
        });
    }

    private Loopback wanting(String name, int status, String location) throws Exception {
        return Loopback.wanting(authority.server(server), exchange -> {
            shown.add(name + " " + peer(exchange));
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            Loopback.answer(exchange, status, new byte[0]);
        });
    }

    private static String peer(HttpExchange exchange) {
        try {
            return ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    private int ask(Loopback registry, Tls tls) throws IOException {
        return get(new RegistryClient(registry.host(), "a", settings(tls, Optional.empty())), "x");
    }

    private static int get(RegistryClient client, String path) throws IOException {
        HttpResponse<InputStream> answer = client.send(RegistryRequest.of("GET", client.uri(path)), false);
        return answer.statusCode();
    }

    private RegistrySettings settings(Tls tls, Optional<String> registry) {
        RegistrySettings settings = RegistryFixture.anonymous(slept);
        return settings.withConnections(settings.connections().with(tls, registry));
    }

    private static Tls trusting(Authority one) throws Exception {
        return Tls.standard().withAuthorities(Authority.pem(one.certificate()).getBytes(UTF_8));
    }

    /** PKCS#1 or SEC1, as openssl wrote keys before. */
    private static String traditional(KeyPair keys) throws Exception {
        if (keys.getPrivate() instanceof ECPrivateKey key) {
            var curve = new ASN1ObjectIdentifier("1.2.840.10045.3.1.7");
            byte[] sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), curve).getEncoded();
            return Authority.pem(new PemObject("EC PRIVATE KEY", sec1));
        }
        return Authority.pem(keys);
    }

    private static String pkcs8(KeyPair keys) throws Exception {
        return Authority.pem(new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }
}
