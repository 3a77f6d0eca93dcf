package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.revocation.Revocations;
import dev.attest.signing.revocation.SeenVersions;
import dev.attest.signing.service.SigningException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationListTest {
    private static final Instant NOW = TestSigstore.NOW;
    private static final Identities ACME =
            Identities.of(List.of(new AcceptedIdentity.Exact(LeafMint.ISSUER, LeafMint.SUBJECT)));

    private final TestSigstore sigstore = new TestSigstore();
    private final Mint lister = new Mint(sigstore);
    private final Identities listers = Identities.ofKey(TestSigstore.encoded(lister.key));
    private Consumer<ObjectNode> change = any -> {};
    private ResourceDescriptor subject = RevocationList.subject("acme");
    private String type = Revocations.PREDICATE_TYPE;
    private Instant now = NOW;

    RevocationListTest() throws Exception {
        lister.bareKey = true;
    }

    @Test
    void list_by_its_signer_in_its_time_is_read() throws Exception {
        Revocations read = read(Optional.empty());
        assertThat(read.version()).isEqualTo(3);
        assertThat(read.size()).isZero();
        now = read.expires();
        assertThat(read(Optional.empty()).issued()).isEqualTo(NOW.minusSeconds(60));
    }

    @Test
    void expired_and_future_lists_leave_undecided() {
        now = NOW.plus(Duration.ofDays(7)).plusSeconds(1);
        undecided("expired");
        now = NOW.minusSeconds(61);
        undecided("clock");
    }

    @Test
    void lists_of_others_are_nobodys_word() throws Exception {
        Mint somebody = new Mint(sigstore);
        somebody.payload = statement();
        var reader = new RevocationList(verifier(Revocations.none()), listers);
        byte[] bundle = StrictJson.write(somebody.json());
        assertThatThrownBy(() -> reader.read(bundle, NOW, Optional.empty()))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.WORLD));
        assertThatThrownBy(() -> reader.read(new byte[] {'{'}, NOW, Optional.empty()))
                .isInstanceOf(SigningException.class);
    }

    @Test
    void other_statements_are_no_lists() {
        type = "https://attest.dev/revocations/v2";
        undecided("predicate type");
        type = Revocations.PREDICATE_TYPE;
        subject = ResourceDescriptor.sha256("acme", "0".repeat(64));
        undecided("one name");
        subject = RevocationList.subject("acme");
        change = list -> list.put("version", "3");
        undecided("version");
    }

    @Test
    void older_lists_are_refused_where_a_newer_was_seen(@TempDir Path folder) throws Exception {
        var seen = Optional.of(new SeenVersions(folder));
        read(seen);
        read(seen);
        change = list -> list.put("version", 2);
        assertThatThrownBy(() -> read(seen)).hasMessageContaining("older");
        change = list -> list.put("expires", NOW.plus(Duration.ofDays(1)).toString());
        assertThatThrownBy(() -> read(seen)).hasMessageContaining("another list");
        change = list -> list.put("version", 4);
        assertThat(read(seen).version()).isEqualTo(4);
    }

    @Test
    void revoked_identities_are_refused_in_their_window_and_pass_outside_it() throws Exception {
        Mint mint = new Mint(sigstore);
        revoke("identity", entry -> entry.put("issuer", LeafMint.ISSUER).put("subject", LeafMint.SUBJECT), NOW);
        assertThat(VerifierTest.reason(verifier(read(Optional.empty())).verify(mint.bundle(), ACME)))
                .isEqualTo(Reason.REVOKED);
        revoke(
                "identity",
                entry -> entry.put("issuer", LeafMint.ISSUER).put("subject", LeafMint.SUBJECT),
                NOW.plusSeconds(1));
        assertThat(verifier(read(Optional.empty())).verify(mint.bundle(), ACME)).isInstanceOf(Verified.class);
        mint.timestamped = true;
        mint.timestamp.time = NOW.plusSeconds(1);
        assertThat(VerifierTest.reason(verifier(read(Optional.empty())).verify(mint.bundle(), ACME)))
                .isEqualTo(Reason.REVOKED);
    }

    @Test
    void revoked_repositories_keys_and_certificates_are_refused() throws Exception {
        Mint mint = new Mint(sigstore);
        mint.leaf.claims.put(15, "12345");
        Bundle bundle = mint.bundle();
        var verified = (Verified) verifier(Revocations.none()).verify(bundle, ACME);
        refused(bundle, "identity", entry -> entry.put("repositoryId", "12345"));
        refused(bundle, "identity", entry -> entry.put("repository", "https://github.com/acme/app"));
        refused(bundle, "key", entry -> entry.put("sha256", hex(TestSigstore.sha256(TestSigstore.encoded(mint.key)))));
        refused(
                bundle,
                "certificate",
                entry -> entry.put("sha256", verified.certificateSha256().orElseThrow()));
        refused(bundle, "digest", entry -> entry.put("sha256", hex(TestSigstore.sha256(Mint.ARTIFACT))));
        refused(bundle, "logEntry", entry -> entry.put("logId", hex(sigstore.rekorId()))
                .put("logIndex", 1001));
        revoke("key", entry -> entry.put("sha256", "0".repeat(64)), Instant.EPOCH);
        assertThat(verifier(read(Optional.empty())).verify(bundle, ACME)).isInstanceOf(Verified.class);
    }

    @Test
    void keys_of_a_window_cannot_be_witnessed_after_it() throws Exception {
        Mint mint = new Mint(sigstore);
        mint.bareKey = true;
        Identities key = Identities.ofKey(TestSigstore.encoded(mint.key));
        revoke("key", entry -> entry.put("sha256", hex(TestSigstore.sha256(TestSigstore.encoded(mint.key)))), null);
        Consumer<ObjectNode> all = change;
        change = list -> {
            all.accept(list);
            ((ObjectNode) list.at("/revoked/0"))
                    .put("from", NOW.minusSeconds(100).toString())
                    .put("until", NOW.minusSeconds(50).toString());
        };
        assertThat(VerifierTest.reason(verifier(read(Optional.empty())).verify(mint.bundle(), key)))
                .isEqualTo(Reason.REVOKED);
        mint.integrated = NOW.minusSeconds(101);
        assertThat(verifier(read(Optional.empty())).verify(mint.bundle(), key)).isInstanceOf(Verified.class);
    }

    @Test
    void repositories_are_known_by_the_claims_of_old_certificates_too() throws Exception {
        Mint mint = new Mint(sigstore);
        mint.leaf.claims.clear();
        mint.leaf.claims.put(1, LeafMint.ISSUER);
        mint.leaf.claims.put(5, "acme/app");
        refused(mint.bundle(), "identity", entry -> entry.put("issuer", LeafMint.ISSUER)
                .put("repository", "https://github.com/acme/app"));
    }

    @Test
    void indexes_that_nobody_looked_at_are_nobodys_word() throws Exception {
        Mint mint = new Mint(sigstore);
        mint.bareKey = true;
        Identities key = Identities.ofKey(TestSigstore.encoded(mint.key));
        var alone = (Verified) BundleVerifier.unwitnessed().verify(mint.bundle(), key);
        assertThat(alone.logIndex()).isEmpty();
        assertThat(alone.logId()).isEmpty();
        var witnessed = (Verified) verifier(Revocations.none()).verify(mint.bundle(), key);
        assertThat(witnessed.logIndex()).contains(1001L);
    }

    @Test
    void entries_whose_index_nobody_signed_may_be_the_revoked_one() throws Exception {
        Mint mint = new Mint(sigstore);
        mint.promise = false;
        mint.timestamped = true;
        mint.logIndex = 1002;
        refused(mint.bundle(), "logEntry", entry -> entry.put("logId", hex(sigstore.rekorId()))
                .put("logIndex", 1001));
        revoke("logEntry", entry -> entry.put("logId", hex(sigstore.tiledId())).put("logIndex", 1001), null);
        assertThat(verifier(read(Optional.empty())).verify(mint.bundle(), ACME)).isInstanceOf(Verified.class);
    }

    @Test
    void revoked_artifacts_are_refused_by_bytes_and_by_digest() throws Exception {
        Mint mint = new Mint(sigstore);
        mint.message = true;
        mint.entry = "hashedrekord 0.0.1";
        byte[] digest = TestSigstore.sha256(Mint.ARTIFACT);
        assertThat(verifier(read(Optional.empty())).verifyDigest(mint.bundle(), digest, ACME))
                .isInstanceOf(Verified.class);
        revoke("digest", entry -> entry.put("sha256", hex(digest)), null);
        BundleVerifier verifier = verifier(read(Optional.empty()));
        assertThat(VerifierTest.reason(verifier.verifyDigest(mint.bundle(), digest, ACME)))
                .isEqualTo(Reason.REVOKED);
        assertThat(VerifierTest.reason(verifier.verifyBlob(mint.bundle(), Mint.ARTIFACT, ACME)))
                .isEqualTo(Reason.REVOKED);
    }

    private void refused(Bundle bundle, String kind, Consumer<ObjectNode> what) throws Exception {
        revoke(kind, what, null);
        assertThat(VerifierTest.reason(verifier(read(Optional.empty())).verify(bundle, ACME)))
                .as(kind)
                .isEqualTo(Reason.REVOKED);
    }

    private void revoke(String kind, Consumer<ObjectNode> what, @org.jspecify.annotations.Nullable Instant from) {
        change = list -> {
            ObjectNode entry = list.withArray("revoked").addObject();
            entry.put("reason", "for a test");
            what.accept(entry.putObject(kind));
            if (from != null) {
                entry.put("from", from.toString());
            }
        };
    }

    private void undecided(String why) {
        assertThatThrownBy(() -> read(Optional.empty()))
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.WORLD));
    }

    private Revocations read(Optional<SeenVersions> seen) throws Exception {
        lister.payload = statement();
        return new RevocationList(verifier(Revocations.none()), listers)
                .read(StrictJson.write(lister.json()), now, seen);
    }

    private byte[] statement() {
        ObjectNode list = StrictJson.object();
        list.put("version", 3);
        list.put("issued", NOW.minusSeconds(60).toString());
        list.put("expires", NOW.plus(Duration.ofDays(7)).toString());
        list.putArray("revoked");
        change.accept(list);
        return Statement.of(List.of(subject), type, list).write();
    }

    private BundleVerifier verifier(Revocations revocations) throws Exception {
        return new BundleVerifier(sigstore.trustedRoot(), revocations);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
