package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sigstore.fulcio.client.FulcioVerifier;
import dev.sigstore.rekor.client.RekorResponse;
import dev.sigstore.rekor.client.RekorVerifier;
import dev.sigstore.timestamp.client.ImmutableTimestampResponse;
import dev.sigstore.timestamp.client.TimestampVerifier;
import dev.sigstore.trustroot.SigstoreSigningConfig;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sigstore-java's verifiers, made by others, accept what is issued here. */
class SigstoreJavaTest {

    @Test
    void its_verifiers_accept_certificate_entry_and_timestamp(@TempDir Path folder) throws Exception {
        KeyPair key = Client.ecdsa("secp256r1");
        try (var sigstore = LocalSigstore.open(folder.resolve("state"), Clock.systemUTC());
                var running = sigstore.start(0)) {
            var client = new Client(running.uri());
            var root = SigstoreTrustedRoot.from(new ByteArrayInputStream(sigstore.trustedRoot()));
            assertThat(root.getCAs()).hasSize(1);
            assertThat(root.getTLogs()).hasSize(2);
            assertThat(root.getCTLogs()).hasSize(1);
            assertThat(root.getTSAs()).hasSize(1);

            var chain = client.certify(sigstore.identityToken("developer"), "developer@local.attest.invalid", key);
            var path = CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, 1));
            FulcioVerifier.newFulcioVerifier(root).verifySigningCertificate(path);

            String pem = Client.pem("CERTIFICATE", chain.get(0).getEncoded());
            var response = client.postJson("/api/v1/log/entries", Client.signedDsse("{}", key, pem));
            var location = running.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
            var entry = RekorResponse.newRekorResponse(location, new String(response.body(), UTF_8));
            RekorVerifier.newRekorVerifier(root).verifyEntry(entry.getEntry());

            byte[] signature = Client.sign(key, "SHA256withECDSA", "x".getBytes(UTF_8));
            var generator = new TimeStampRequestGenerator();
            generator.setCertReq(true);
            byte[] query = generator
                    .generate(TSPAlgorithms.SHA256, LogProof.sha256(signature))
                    .getEncoded();
            byte[] token = client.post("/api/v1/timestamp", "application/timestamp-query", query)
                    .body();
            TimestampVerifier.newTimestampVerifier(root)
                    .verify(ImmutableTimestampResponse.builder().encoded(token).build(), signature);

            var config = SigstoreSigningConfig.from(new ByteArrayInputStream(running.signingConfig()));
            assertThat(config.getCas().get(0).getUrl()).isEqualTo(running.uri());
            assertThat(config.getTLogs().get(0).getApiVersion()).isEqualTo(1);
        }
    }
}
