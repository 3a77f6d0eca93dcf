package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FulcioTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SIGNING_CERT = "/api/v2/signingCert";
    private static final String DEVELOPER = "developer@local.attest.invalid";
    private static final String ARC = "1.3.6.1.4.1.57264.1.";

    private LocalSigstore sigstore;
    private LocalSigstore.Running running;
    private Client client;
    private final KeyPair key = Client.ecdsa("secp256r1");

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
    void certificate_of_a_developer_chains_to_the_trusted_root() throws Exception {
        List<X509Certificate> chain = client.certify(sigstore.identityToken("developer"), DEVELOPER, key);
        assertThat(chain).hasSize(3);
        X509Certificate leaf = chain.get(0);
        JsonNode authority = Client.JSON
                .readTree(sigstore.trustedRoot())
                .path("certificateAuthorities")
                .get(0);
        JsonNode trusted = authority.path("certChain").path("certificates");
        assertThat(LogProof.certificate(trusted.get(0))).isEqualTo(chain.get(1));
        X509Certificate root = LogProof.certificate(trusted.get(1));
        assertThat(root).isEqualTo(chain.get(2));
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, 2)), parameters);
        assertThat(leaf.getPublicKey()).isEqualTo(key.getPublic());
        assertThat(leaf.getNotBefore().toInstant()).isEqualTo(NOW);
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plusSeconds(600));
        assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(1, DEVELOPER));
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.17", "2.5.29.15");
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.3");
        assertThat(leaf.getKeyUsage()).startsWith(true, false, false);
        assertThat(raw(leaf, 1)).isEqualTo(LocalSigstore.ISSUER);
        assertThat(text(leaf, 8)).isEqualTo(LocalSigstore.ISSUER);
        assertThat(octets(leaf, "2.5.29.14")).isNotNull();
        assertThat(octets(leaf, "2.5.29.35")).isNotNull();
        assertThat(leaf.getExtensionValue(ARC + 2)).isNull();
        assertThat(leaf.getExtensionValue(ARC + 9)).isNull();
    }

    @Test
    void token_may_come_in_the_bearer_header_alone() throws Exception {
        byte[] proof = Client.sign(key, "SHA256withECDSA", DEVELOPER.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var body = new java.util.HashMap<>(Client.certificateRequest("unused", key, proof));
        body.remove("credentials");
        String token = sigstore.identityToken("developer");
        var issued = client.postJson(SIGNING_CERT, body, "Authorization", "Bearer " + token);
        assertThat(Client.chain(issued)).hasSize(3);
        assertThat(client.postJson(SIGNING_CERT, body, "Authorization", "Basic " + token)
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.postJson(SIGNING_CERT, body).statusCode()).isEqualTo(401);
        body.put("credentials", java.util.Map.of("oidcIdentityToken", "wrong"));
        assertThat(client.postJson(SIGNING_CERT, body, "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void embedded_timestamp_is_signed_by_the_trusted_log() throws Exception {
        List<X509Certificate> chain = client.certify(sigstore.identityToken("developer"), DEVELOPER, key);
        CertificateTimestamp.check(chain.get(0), chain.get(1), sigstore.trustedRoot(), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "EC,secp256r1,SHA256withECDSA",
        "EC,secp384r1,SHA384withECDSA",
        "EC,secp384r1,SHA256withECDSA",
        "EC,secp521r1,SHA512withECDSA",
        "Ed25519,,Ed25519",
        "RSA,,SHA256withRSA"
    })
    void key_types_of_fulcio_are_accepted(String type, String curve, String algorithm) throws Exception {
        KeyPair pair = curve == null ? Client.pair(type) : Client.ecdsa(curve);
        byte[] proof = Client.sign(pair, algorithm, DEVELOPER.getBytes(UTF_8));
        var request = Client.certificateRequest(sigstore.identityToken("developer"), pair, proof);
        X509Certificate leaf =
                Client.chain(client.postJson(SIGNING_CERT, request)).get(0);
        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void workflow_token_gives_the_extensions_of_oid_info() throws Exception {
        String subject = "repo:octo/app:ref:refs/heads/main";
        X509Certificate leaf = client.certify(sigstore.identityToken(subject, workflow()), subject, key)
                .get(0);
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(6, "https://github.com/octo/app/.github/workflows/release.yml@refs/heads/main"));
        assertThat(raw(leaf, 1)).isEqualTo(LocalSigstore.ISSUER);
        assertThat(raw(leaf, 2)).isEqualTo("push");
        assertThat(raw(leaf, 3)).isEqualTo("1".repeat(40));
        assertThat(raw(leaf, 4)).isEqualTo("Release");
        assertThat(raw(leaf, 5)).isEqualTo("octo/app");
        assertThat(raw(leaf, 6)).isEqualTo("refs/heads/main");
        String[] expected = {
            LocalSigstore.ISSUER,
            "https://github.com/octo/app/.github/workflows/release.yml@refs/heads/main",
            "2".repeat(40),
            "github-hosted",
            "https://github.com/octo/app",
            "1".repeat(40),
            "refs/heads/main",
            "1001",
            "https://github.com/octo",
            "77",
            "https://github.com/octo/app/.github/workflows/ci.yml@refs/heads/main",
            "3".repeat(40),
            "push",
            "https://github.com/octo/app/actions/runs/5/attempts/1",
            "public",
            "production"
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(text(leaf, 8 + i)).isEqualTo(expected[i]);
        }
    }

    @Test
    void issuer_cannot_be_claimed() {
        for (String claim : List.of("iss", "sub", "aud", "exp", "iat", "nbf")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
                            sigstore.identityToken("s", Map.of(claim, "https://token.actions.githubusercontent.com"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void subject_that_is_a_uri_becomes_the_name() throws Exception {
        String spiffe = "https://ci.example.com/job/1";
        X509Certificate leaf = client.certify(sigstore.identityToken(spiffe, Map.of()), spiffe, key)
                .get(0);
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(6, spiffe));
    }

    @Test
    void signing_request_is_an_alternative_to_a_proof() throws Exception {
        byte[] csr = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=ignored"), key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                .getEncoded();
        HttpResponse<byte[]> response = client.postJson(SIGNING_CERT, csr(csr));
        assertThat(Client.chain(response).get(0).getPublicKey()).isEqualTo(key.getPublic());
        assertThat(Client.chain(response).get(0).getSubjectX500Principal().getName())
                .isEmpty();
    }

    @Test
    void signing_request_of_another_key_is_refused() throws Exception {
        byte[] csr = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(Client.ecdsa("secp256r1").getPrivate()))
                .getEncoded();
        refused(client.postJson(SIGNING_CERT, csr(csr)), 400, 3, "signature of the certificate signing request");
    }

    @Test
    void deep_or_broken_signing_requests_are_refused() throws Exception {
        byte[] deep = new byte[8000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        refused(client.postJson(SIGNING_CERT, csr(deep)), 400, 3, "indefinite");
        refused(
                client.postJson(SIGNING_CERT, csr(new byte[] {0x30, 0x00})),
                400,
                3,
                "not a certificate signing request");
        refused(client.postJson(SIGNING_CERT, csr(new byte[20000])), 400, 3, "larger than 16 KiB");
    }

    @Test
    void proof_of_possession_by_another_key_or_of_another_text_is_refused() throws Exception {
        String token = sigstore.identityToken("developer");
        byte[] foreign = Client.sign(Client.ecdsa("secp256r1"), "SHA256withECDSA", DEVELOPER.getBytes(UTF_8));
        refused(
                client.postJson(SIGNING_CERT, Client.certificateRequest(token, key, foreign)),
                400,
                3,
                "could not be verified");
        byte[] other = Client.sign(key, "SHA256withECDSA", "other@local.attest.invalid".getBytes(UTF_8));
        refused(
                client.postJson(SIGNING_CERT, Client.certificateRequest(token, key, other)),
                400,
                3,
                "could not be verified");
    }

    @Test
    void weak_rsa_key_is_refused() throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();
        byte[] proof = Client.sign(weak, "SHA256withRSA", DEVELOPER.getBytes(UTF_8));
        var request = Client.certificateRequest(sigstore.identityToken("developer"), weak, proof);
        refused(client.postJson(SIGNING_CERT, request), 400, 3, "2048 to 8192");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b@c", "no-at-sign", "<x>@local.attest.invalid", "a@ü.invalid"})
    void email_that_is_none_is_refused(String email) throws Exception {
        String token = sigstore.identityToken("s", Map.of("email", email, "email_verified", "true"));
        refusedToken(token, email, "neither an e-mail address nor a URI");
    }

    @Test
    void email_that_is_not_verified_is_refused() throws Exception {
        refusedToken(sigstore.identityToken("s", Map.of("email", DEVELOPER)), DEVELOPER, "email_verified");
    }

    @Test
    void trust_bundle_is_the_authority_chain() throws Exception {
        JsonNode chain = Client.json(client.get("/api/v2/trustBundle"))
                .path("chains")
                .get(0)
                .path("certificates");
        assertThat(chain.size()).isEqualTo(2);
        assertThat(chain.get(0).asText()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void tokens_that_are_not_ours_and_valid_are_refused() throws Exception {
        long now = NOW.getEpochSecond();
        var good = new HashMap<String, Object>(Map.of(
                "iss", LocalSigstore.ISSUER, "sub", "https://a/b", "aud", "sigstore", "exp", now + 600, "nbf", now));
        String accepted = sigstore.issuer().sign(with(good, "aud", List.of("other", "sigstore")));
        assertThat(client.certify(accepted, "https://a/b", key)).hasSize(3);
        OidcIssuer issuer = sigstore.issuer();
        refusedToken(issuer.sign(with(good, "iss", "https://accounts.example.com")), "https://a/b", "another issuer");
        refusedToken(issuer.sign(with(good, "aud", "other")), "https://a/b", "another audience");
        refusedToken(issuer.sign(with(good, "aud", List.of("other"))), "https://a/b", "another audience");
        refusedToken(issuer.sign(with(good, "exp", now)), "https://a/b", "expired");
        refusedToken(issuer.sign(with(good, "exp", "later")), "https://a/b", "expired");
        refusedToken(issuer.sign(with(good, "nbf", now + 1)), "https://a/b", "not valid yet");
        refusedToken(issuer.sign(with(good, "sub", "")), "https://a/b", "no subject");
        var foreign = new OidcIssuer(Client.ecdsa("secp256r1"), Clock.fixed(NOW, ZoneOffset.UTC));
        refusedToken(foreign.sign(good), "https://a/b", "not this issuer's");
        String[] parts = issuer.sign(good).split("\\.");
        String[] others = issuer.sign(with(good, "sub", "https://a/c")).split("\\.");
        refusedToken(parts[0] + "." + others[1] + "." + parts[2], "https://a/b", "wrong signature");
        refusedToken(parts[0] + "." + parts[1], "https://a/b", "not a signed JWT");
        refusedToken(parts[0] + "." + parts[1] + ".*", "https://a/b", "not base64url");
        refusedToken("e30." + parts[1] + "." + parts[2], "https://a/b", "ES256");
        refusedToken("x".repeat(20000), "https://a/b", "not a signed JWT");
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        var changed = new HashMap<>(claims);
        changed.put(name, value);
        return changed;
    }

    private void refusedToken(String token, String challenge, String reason) throws Exception {
        byte[] proof = Client.sign(key, "SHA256withECDSA", challenge.getBytes(UTF_8));
        refused(client.postJson(SIGNING_CERT, Client.certificateRequest(token, key, proof)), 401, 16, reason);
    }

    private static void refused(HttpResponse<byte[]> response, int status, int code, String reason) throws Exception {
        JsonNode body = Client.json(response);
        assertThat(body.path("message").asText()).contains(reason);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(body.path("code").asInt()).isEqualTo(code);
        assertThat(body.path("details").isArray()).isTrue();
    }

    private Map<String, Object> csr(byte[] der) {
        return Map.of(
                "credentials", Map.of("oidcIdentityToken", sigstore.identityToken("developer")),
                "certificateSigningRequest",
                        Client.base64(Client.pem("CERTIFICATE REQUEST", der).getBytes(UTF_8)));
    }

    static Map<String, String> workflow() {
        return Map.ofEntries(
                Map.entry("job_workflow_ref", "octo/app/.github/workflows/release.yml@refs/heads/main"),
                Map.entry("job_workflow_sha", "2".repeat(40)),
                Map.entry("runner_environment", "github-hosted"),
                Map.entry("repository", "octo/app"),
                Map.entry("sha", "1".repeat(40)),
                Map.entry("ref", "refs/heads/main"),
                Map.entry("repository_id", "1001"),
                Map.entry("repository_owner", "octo"),
                Map.entry("repository_owner_id", "77"),
                Map.entry("workflow", "Release"),
                Map.entry("workflow_ref", "octo/app/.github/workflows/ci.yml@refs/heads/main"),
                Map.entry("workflow_sha", "3".repeat(40)),
                Map.entry("event_name", "push"),
                Map.entry("run_id", "5"),
                Map.entry("run_attempt", "1"),
                Map.entry("repository_visibility", "public"),
                Map.entry("environment", "production"));
    }

    private static byte[] octets(X509Certificate certificate, String oid) {
        return ASN1OctetString.getInstance(certificate.getExtensionValue(oid)).getOctets();
    }

    private static String raw(X509Certificate certificate, int number) {
        return new String(octets(certificate, ARC + number), UTF_8);
    }

    private static String text(X509Certificate certificate, int number) {
        return ASN1UTF8String.getInstance(octets(certificate, ARC + number)).getString();
    }
}
