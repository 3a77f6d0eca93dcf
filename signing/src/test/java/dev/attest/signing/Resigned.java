package dev.attest.signing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.mutants.ByteMutants;
import dev.attest.signing.mutants.DerMutants;
import dev.attest.signing.mutants.JsonMutants;
import dev.attest.signing.mutants.Mutant;
import dev.attest.signing.mutants.Mutant.Family;
import dev.attest.signing.mutants.TextMutants;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;

/**
 * Changes made before the rest of the world signs them: anybody may have anything logged and stamped. What is after the
 * changed part then holds, so that the check that is for the change has to find it.
 */
final class Resigned {
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final Minter minter;
    private final TestSigstore sigstore;
    private final List<Mutant> mutants = new ArrayList<>();
    private byte[] signature = new byte[0];
    private byte[] certificate = new byte[0];
    private byte[] body = new byte[0];
    private byte[] info = new byte[0];
    private String note = "";

    /** Gives the same mint again, with nothing turned. */
    interface Minter {
        Mint mint() throws Exception;
    }

    private interface Turn {
        void turn(Mint mint) throws Exception;
    }

    private Resigned(Minter minter, TestSigstore sigstore) {
        this.minter = minter;
        this.sigstore = sigstore;
    }

    static List<Mutant> of(Minter minter, TestSigstore sigstore) throws Exception {
        var made = new Resigned(minter, sigstore);
        Mint mint = minter.mint();
        made.record(mint);
        made.signatures();
        if (!mint.bareKey) {
            made.certificates();
        }
        if (mint.logged) {
            made.entries(mint.proof && mint.checkpoint);
        }
        if (mint.timestamped) {
            made.timestamps();
        }
        return made.mutants;
    }

    private void record(Mint mint) throws Exception {
        mint.signatureChange = bytes -> signature = bytes;
        mint.certificateChange = bytes -> certificate = bytes;
        mint.bodyChange = bytes -> body = bytes;
        mint.timestamp.infoChange = bytes -> info = bytes;
        mint.note = text -> note = text;
        mint.json();
    }

    private void signatures() {
        changes(signature)
                .forEach(changed ->
                        add("signature " + changed.change(), mint -> mint.signatureChange = replaced(changed)));
        add("signature in its other form", mint -> mint.signatureChange = bytes -> otherForm(bytes));
        add("signature of the payload alone", mint -> mint.signatureChange = any -> sign(mint, mint.payload));
        add("signature of nothing", mint -> mint.signatureChange = any -> sign(mint, new byte[0]));
        add(
                "signature of another key",
                mint -> mint.signatureChange = any -> {
                    mint.key = TestSigstore.ec("secp256r1");
                    return sign(mint, mint.payload);
                });
    }

    private void certificates() throws Exception {
        changes(certificate)
                .forEach(changed ->
                        add("certificate " + changed.change(), mint -> mint.certificateChange = replaced(changed)));
        ASN1Sequence whole = ASN1Sequence.getInstance(certificate);
        byte[] tbs = whole.getObjectAt(0).toASN1Primitive().getEncoded("DER");
        DerMutants.of(tbs)
                .forEach(changed -> add(
                        "certificate's signed part " + changed.change(),
                        mint -> mint.certificateChange =
                                any -> issued(changed.bytes().get(), whole.getObjectAt(1))));
    }

    private void entries(boolean noted) throws Exception {
        ObjectNode tree = (ObjectNode) StrictJson.parse(body);
        for (Mutant changed : JsonMutants.of(Family.RESIGNED, tree, tree, StrictJson::write)) {
            add("body " + changed.change(), mint -> {
                byte[] bytes = changed.make();
                mint.bodyChange = any -> bytes;
            });
        }
        ByteMutants.of(body)
                .forEach(changed -> add("body " + changed.change(), mint -> mint.bodyChange = replaced(changed)));
        if (noted) {
            for (TextMutants.Changed changed : TextMutants.of(note)) {
                add("note " + changed.change(), mint -> mint.note = any -> changed.text());
            }
        }
    }

    private void timestamps() {
        changes(info)
                .forEach(changed -> add(
                        "timestamp's signed part " + changed.change(),
                        mint -> mint.timestamp.infoChange = replaced(changed)));
    }

    private void add(String change, Turn turn) {
        mutants.add(new Mutant(Family.RESIGNED, change, () -> {
            Mint mint = minter.mint();
            turn.turn(mint);
            return StrictJson.write(mint.json());
        }));
    }

    private static List<ByteMutants.Changed> changes(byte[] bytes) {
        var changes = new ArrayList<>(ByteMutants.of(bytes));
        changes.addAll(DerMutants.of(bytes));
        return changes;
    }

    private static UnaryOperator<byte[]> replaced(ByteMutants.Changed changed) {
        return any -> changed.bytes().get();
    }

    private static byte[] sign(Mint mint, byte[] data) {
        try {
            return TestSigstore.sign(mint.key, data);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The authority's signature over a changed certificate. */
    private byte[] issued(byte[] tbs, ASN1Encodable algorithm) {
        try {
            var signer = java.security.Signature.getInstance("SHA384withECDSA");
            signer.initSign(sigstore.issuerKey.getPrivate());
            signer.update(tbs);
            byte[] signed = new DERBitString(signer.sign()).getEncoded("DER");
            byte[] named = algorithm.toASN1Primitive().getEncoded("DER");
            return dev.attest.signing.der.DerWriter.element(0x30, tbs, named, signed);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Of r and s, the negative of s does as well: the same signature of the same message, written otherwise. */
    static byte[] otherForm(byte[] signature) {
        try {
            ASN1Sequence numbers = ASN1Sequence.getInstance(signature);
            BigInteger s = ASN1Integer.getInstance(numbers.getObjectAt(1)).getValue();
            return new DERSequence(
                            new ASN1Encodable[] {numbers.getObjectAt(0), new ASN1Integer(P256_ORDER.subtract(s))})
                    .getEncoded("DER");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
