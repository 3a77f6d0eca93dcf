package dev.attest.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.PemWriter;
import dev.attest.signing.key.pem.PemKeys;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.x509.CertificateChain;
import dev.attest.signing.x509.MalformedCertificateException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company's own authority, whose root issues to people, with the log and the timestamps of a local Sigstore. */
class CertifiedKeySignerTest {
    private static final KeyPair ROOT = TestSigstore.ec("secp384r1");
    private static final KeyPair KEY = TestSigstore.ec("secp256r1");

    @TempDir
    private static Path folder;

    private static FrontedSigstore sigstore;

    @BeforeAll
    static void start() throws Exception {
        sigstore = new FrontedSigstore(folder.resolve("sigstore"));
    }

    @AfterAll
    static void stop() throws Exception {
        sigstore.close();
    }

    @Test
    void what_is_signed_names_the_holder_of_the_certificate() throws Exception {
        CertificateChain chain = chain(leaf(KEY, now().plus(Duration.ofDays(1))), root());
        SigningSession session = signer(chain).open(sigstore.services(), new SecureRandom());

        byte[] statement = Statements.saying("one");
        Verified signed = session.sign(List.of(statement)).get(0);
        Verified artifact = session.signArtifact(Message.of("an artifact".getBytes(US_ASCII)));

        assertThat(session.who()).isEqualTo("release@company.test (no issuer)");
        assertThat(signed.payload()).isEqualTo(statement);
        assertThat(artifact.signer().subject()).isEqualTo("release@company.test");
        assertThat(verifier().verify(signed.bundle(), fulcios())).isInstanceOf(Rejected.class);
    }

    @Test
    void an_authority_that_the_root_does_not_know_is_refused_before_anything_is_handed_out() throws Exception {
        CertificateChain chain = chain(leaf(KEY, now().plus(Duration.ofDays(1))), root());
        var signer = new CertifiedKeySigner(key(), chain, sigstore.verifier(), Clock.systemUTC());
        // When it is opened: nothing was shown to a log yet.
        assertThatThrownBy(() -> signer.open(sigstore.services(), new SecureRandom()))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("does not verify");
    }

    @Test
    void a_certificate_of_another_key_or_time_signs_nothing() throws Exception {
        refused(chain(leaf(TestSigstore.ec("secp256r1"), now().plus(Duration.ofDays(1)))), "another key");
        refused(chain(leaf(KEY, now().minus(Duration.ofHours(1)))), "not within");
    }

    @Test
    void a_chain_begins_with_the_leaf_and_holds_together() throws Exception {
        X509Certificate leaf = leaf(KEY, now().plus(Duration.ofDays(1)));
        for (List<X509Certificate> broken : List.of(
                List.of(root(), leaf), List.of(leaf, leaf), List.of(leaf, foreignRoot()), List.<X509Certificate>of())) {
            assertThatThrownBy(() -> chain(broken.toArray(X509Certificate[]::new)))
                    .isInstanceOf(MalformedCertificateException.class);
        }
    }

    private static void refused(CertificateChain chain, String why) {
        assertThatThrownBy(() -> signer(chain).open(sigstore.services(), new SecureRandom()))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining(why);
    }

    private static Identities fulcios() {
        return Identities.of(List.of(new AcceptedIdentity.Exact("https://issuer.test", "release@company.test")));
    }

    private static CertifiedKeySigner signer(CertificateChain chain) throws Exception {
        return new CertifiedKeySigner(key(), chain, verifier(), Clock.systemUTC());
    }

    private static ManagedKey key() throws SigningException {
        String pem = PemWriter.write("PRIVATE KEY", KEY.getPrivate().getEncoded());
        return new PemKeys(new Passwords(Map.of(), question -> Optional.empty()))
                .open(pem.getBytes(US_ASCII), "the key");
    }

    /** The local log and timestamps, and the company's authority instead of the local one; no certificates are logged. */
    private static BundleVerifier verifier() throws Exception {
        var root = (ObjectNode) StrictJson.parse(sigstore.sigstore().trustedRoot());
        root.remove(List.of("ctlogs", "certificateAuthorities"));
        ObjectNode authority = root.withArrayProperty("certificateAuthorities").addObject();
        authority.putObject("certChain").putArray("certificates").addObject().put("rawBytes", root().getEncoded());
        authority
                .putObject("validFor")
                .put("start", now().minus(Duration.ofDays(2)).toString());
        return new BundleVerifier(TrustedRoot.parse(StrictJson.write(root)));
    }

    private static CertificateChain chain(X509Certificate... certificates) throws Exception {
        var pem = new StringBuilder("the leaf first\n");
        for (X509Certificate certificate : certificates) {
            pem.append(PemWriter.write("CERTIFICATE", certificate.getEncoded()));
        }
        return CertificateChain.parse(pem.toString().getBytes(US_ASCII));
    }

    private static X509Certificate root() throws Exception {
        return root(ROOT);
    }

    private static X509Certificate foreignRoot() throws Exception {
        return root(TestSigstore.ec("secp384r1"));
    }

    private static X509Certificate root(KeyPair pair) throws Exception {
        var builder = TestSigstore.builder(
                "CN=company", "CN=company", pair, now().minus(Duration.ofDays(2)), now().plus(Duration.ofDays(9)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return TestSigstore.sign(builder, pair);
    }

    private static X509Certificate leaf(KeyPair pair, Instant end) throws Exception {
        var builder = TestSigstore.builder("CN=company", "CN=release", pair, now().minus(Duration.ofDays(1)), end);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.rfc822Name, "release@company.test")));
        return TestSigstore.sign(builder, ROOT);
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }
}
