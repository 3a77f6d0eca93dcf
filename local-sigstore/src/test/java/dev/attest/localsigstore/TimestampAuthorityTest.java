package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String PATH = "/api/v1/timestamp";
    private static final String QUERY = "application/timestamp-query";

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

    @ParameterizedTest
    @CsvSource({"SHA-256,2.16.840.1.101.3.4.2.1", "SHA-384,2.16.840.1.101.3.4.2.2", "SHA-512,2.16.840.1.101.3.4.2.3"})
    void token_is_signed_by_the_trusted_authority(String algorithm, String oid) throws Exception {
        byte[] digest = MessageDigest.getInstance(algorithm).digest("signature".getBytes(UTF_8));
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        var request = generator.generate(new ASN1ObjectIdentifier(oid), digest, BigInteger.valueOf(42));
        HttpResponse<byte[]> answer = client.post(PATH, QUERY, request.getEncoded());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/timestamp-reply");
        var response = new TimeStampResponse(answer.body());
        response.validate(request);
        TimeStampToken token = response.getTimeStampToken();
        JsonNode chain = Client.JSON
                .readTree(sigstore.trustedRoot())
                .path("timestampAuthorities")
                .get(0)
                .path("certChain")
                .path("certificates");
        X509Certificate signer = LogProof.certificate(chain.get(0));
        signer.verify(LogProof.certificate(chain.get(1)).getPublicKey());
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
        assertThat(signer.getCriticalExtensionOIDs()).contains("2.5.29.37");
        assertThat(signer.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.8");
        assertThat(token.getTimeStampInfo().getGenTime()).isEqualTo(NOW);
        assertThat(token.getTimeStampInfo().getNonce()).isEqualTo(42);
        assertThat(token.getTimeStampInfo().getGenTimeAccuracy().getSeconds()).isEqualTo(1);
        assertThat(token.getCertificates().getMatches(null)).hasSize(1);
    }

    @Test
    void certificate_is_left_out_when_not_asked_for() throws Exception {
        byte[] digest = new byte[32];
        var request = new TimeStampRequestGenerator().generate(TSPAlgorithms.SHA256, digest);
        var response = new TimeStampResponse(
                client.post(PATH, QUERY, request.getEncoded()).body());
        response.validate(request);
        assertThat(response.getTimeStampToken().getCertificates().getMatches(null))
                .isEmpty();
    }

    @Test
    void weak_digests_and_digests_of_wrong_length_are_refused() throws Exception {
        var generator = new TimeStampRequestGenerator();
        refused(generator.generate(TSPAlgorithms.SHA1, new byte[20]).getEncoded(), "unknown algorithm");
        refused(generator.generate(TSPAlgorithms.SHA256, new byte[20]).getEncoded(), "wrong length");
        generator.setReqPolicy(new ASN1ObjectIdentifier("1.2.3.4"));
        refused(generator.generate(TSPAlgorithms.SHA256, new byte[32]).getEncoded(), "unknown policy");
    }

    @ParameterizedTest
    @CsvSource({
        "'',cut off",
        "30,cut off",
        "3080,indefinite",
        "3005,cut off",
        "300000,bytes after",
        "3084ffffffff,too large",
        "1f81,unknown tag",
        "3000,not a timestamp query",
        "3003020101,not a timestamp query"
    })
    void malformed_queries_are_refused(String hex, String reason) throws Exception {
        refused(HexFormat.of().parseHex(hex), reason);
    }

    @Test
    void deep_and_long_queries_are_refused() throws Exception {
        byte[] deep = new byte[120];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) (deep.length - i - 2);
        }
        refused(deep, "nested too deeply");
        refused(new byte[5000], "larger than 4 KiB");
    }

    private void refused(byte[] query, String reason) throws Exception {
        HttpResponse<byte[]> answer = client.post(PATH, QUERY, query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Client.json(answer).path("message").asText()).contains(reason);
    }
}
