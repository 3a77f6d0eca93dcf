package dev.attest.localsigstore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.localsigstore.Authority.Party;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An {@link Authority} as one JSON file, so that it appears on disk whole or not at all. Holds private keys. */
final class AuthorityFile {

    private static final String VERSION = "1";
    private static final byte[] PROBE = {1, 2, 3};

    private AuthorityFile() {}

    static byte[] write(Authority authority) {
        var keys = new TreeMap<String, Object>();
        for (Party party : Party.values()) {
            KeyPair pair = authority.key(party);
            keys.put(
                    name(party),
                    Map.of(
                            "privateKey", base64(pair.getPrivate().getEncoded()),
                            "publicKey", base64(pair.getPublic().getEncoded())));
        }
        return Json.canonical(Map.of(
                "version", VERSION,
                "created", authority.created().toString(),
                "treeId", Long.toString(authority.treeId()),
                "keys", keys,
                "fulcioChain", chain(authority.fulcioChain()),
                "timestampChain", chain(authority.timestampChain())));
    }

    static Authority parse(byte[] json) throws MalformedInputException {
        JsonNode file = Json.object(json);
        if (!Json.text(file, "version").equals(VERSION)) {
            throw new MalformedInputException("made by another version of this program");
        }
        var keys = new EnumMap<Party, KeyPair>(Party.class);
        for (Party party : Party.values()) {
            JsonNode pair = file.path("keys").path(name(party));
            boolean added = party == Party.REKOR_V2 && pair.isMissingNode();
            keys.put(party, added ? NewAuthority.rekorV2() : pair(party, pair));
        }
        try {
            return new Authority(
                    Instant.parse(Json.text(file, "created")),
                    Long.parseLong(Json.text(file, "treeId")),
                    keys,
                    chain(file.path("fulcioChain")),
                    chain(file.path("timestampChain")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedInputException("created, treeId or a chain is damaged", e);
        }
    }

    /** Whether what the one key signs the other verifies. */
    static boolean belongTogether(KeyPair pair) {
        return Signatures.verifies(pair.getPublic(), PROBE, Signatures.sign(pair.getPrivate(), PROBE));
    }

    /** The content that a file made before Rekor v2 was here needs instead, or empty when nothing is missing. */
    static Optional<byte[]> completed(byte[] json) throws MalformedInputException {
        return Json.object(json).path("keys").has(name(Party.REKOR_V2))
                ? Optional.empty()
                : Optional.of(write(parse(json)));
    }

    private static KeyPair pair(Party party, JsonNode node) throws MalformedInputException {
        try {
            PrivateKey secret = KeyFactory.getInstance(party.keyType())
                    .generatePrivate(new PKCS8EncodedKeySpec(Json.base64(node, "privateKey")));
            var pair = new KeyPair(Signatures.publicKey(Json.base64(node, "publicKey")), secret);
            // The JDK's first Ed25519 signature takes its time: this key is tried when it is needed.
            if (party != Party.REKOR_V2 && !belongTogether(pair)) {
                throw new MalformedInputException("a private key does not belong to its public key");
            }
            return pair;
        } catch (GeneralSecurityException e) {
            // No cause: its message could quote key bytes.
            throw new MalformedInputException("a private key is damaged");
        }
    }

    private static List<String> chain(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(Certificates::encoded)
                .map(AuthorityFile::base64)
                .toList();
    }

    private static List<X509Certificate> chain(JsonNode array) throws MalformedInputException {
        var certificates = new ArrayList<X509Certificate>();
        for (JsonNode node : array) {
            try {
                certificates.add(Certificates.parse(Base64.getDecoder().decode(node.asText())));
            } catch (IllegalArgumentException e) {
                throw new MalformedInputException("a certificate is damaged", e);
            }
        }
        return certificates;
    }

    private static String name(Party party) {
        return party.name().toLowerCase(Locale.ROOT);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
