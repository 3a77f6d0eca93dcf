package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.Pem;
import dev.attest.signing.key.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key that may sign for a role (§4.2): ECDSA on P-256 or P-384, Ed25519, or RSA by PSS with SHA-256. Which algorithm
 * verifies is decided by the scheme and the key together; a key of any other kind verifies nothing.
 */
final class RoleKey {
    private static final HexFormat HEX = HexFormat.of();
    private static final String P256_POINT = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
    private static final String ED25519_POINT = "302a300506032b6570032100";
    private static final int SHA256_LENGTH = 32;

    private final Scheme scheme;
    private final VerificationKey key;
    private final PublicKey jca;

    private enum Scheme {
        ECDSA_P256,
        ECDSA_P384,
        ED25519,
        RSA_PSS
    }

    private RoleKey(Scheme scheme, VerificationKey key, PublicKey jca) {
        this.scheme = scheme;
        this.key = key;
        this.jca = jca;
    }

    /** The key, or empty when it is of a kind that is not supported or cannot be read: such a key never counts. */
    static Optional<RoleKey> read(JsonObject json) throws MalformedJsonException {
        String keytype = json.text("keytype");
        String scheme = json.text("scheme");
        Optional<String> value = json.object("keyval").optionalText("public");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return switch (keytype + "/" + scheme) {
                case "ecdsa/ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256/ecdsa-sha2-nistp256" ->
                    ec(Scheme.ECDSA_P256, 256, value.get());
                case "ecdsa/ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384/ecdsa-sha2-nistp384" ->
                    ec(Scheme.ECDSA_P384, 384, value.get());
                case "ed25519/ed25519" -> of(Scheme.ED25519, "Ed25519", hex(ED25519_POINT + value.get()));
                case "rsa/rsassa-pss-sha256" -> of(Scheme.RSA_PSS, "RSA", pem(value.get()));
                default -> Optional.empty();
            };
        } catch (MalformedKeyException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** What makes two keys the same, whatever ids and spellings they go by. */
    String identity() {
        return scheme == Scheme.RSA_PSS ? "RSA " + ((RSAPublicKey) jca).getModulus() : HEX.formatHex(jca.getEncoded());
    }

    boolean verifies(byte[] data, byte[] signature) {
        return switch (scheme) {
            case ECDSA_P256, ED25519 -> key.verifies(HashAlgorithm.SHA256, data, signature);
            case ECDSA_P384 -> key.verifies(HashAlgorithm.SHA384, data, signature);
            // Signers use a salt as long as the digest, or as long as fits; a verifier has to be told which.
            case RSA_PSS -> pss(data, signature, SHA256_LENGTH) || pss(data, signature, longestSalt());
        };
    }

    private int longestSalt() {
        int encoded = (((RSAPublicKey) jca).getModulus().bitLength() + 6) / 8;
        return encoded - SHA256_LENGTH - 2;
    }

    private boolean pss(byte[] data, byte[] signature, int salt) {
        try {
            Signature verifier = Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
            verifier.initVerify(jca);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Optional<RoleKey> ec(Scheme scheme, int bits, String value)
            throws MalformedKeyException, GeneralSecurityException {
        // The first roots of Sigstore's public instance hold the bare point, in hex.
        byte[] info = bits == 256 && value.startsWith("04") ? hex(P256_POINT + value) : pem(value);
        return of(scheme, "EC", info)
                .filter(read -> read.jca instanceof ECPublicKey ec
                        && ec.getParams().getOrder().bitLength() == bits);
    }

    private static Optional<RoleKey> of(Scheme scheme, String factory, byte[] info)
            throws MalformedKeyException, GeneralSecurityException {
        VerificationKey key = VerificationKey.parse(info);
        PublicKey jca = KeyFactory.getInstance(factory).generatePublic(new X509EncodedKeySpec(info));
        return Optional.of(new RoleKey(scheme, key, jca));
    }

    private static byte[] pem(String text) throws MalformedKeyException {
        return Pem.parse(text.getBytes(StandardCharsets.UTF_8))
                .filter(block -> block.label().equals("PUBLIC KEY"))
                .map(Pem::content)
                .orElseThrow(() -> new MalformedKeyException("not a PEM public key"));
    }

    private static byte[] hex(String text) throws MalformedKeyException {
        try {
            return HEX.parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedKeyException("not hex");
        }
    }
}
