package dev.attest.localsigstore;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The keys and certificates of one local Sigstore. The private keys of the two roots are not among them: they signed once, when
 * this was made, and were forgotten.
 *
 * @param created when it was made, in whole seconds; nothing it signs is older
 * @param treeId of the Rekor log
 * @param keys one pair for each party, P-256 or Ed25519
 * @param fulcioChain the issuing certificate, then its root
 * @param timestampChain the signing certificate, then its root
 */
record Authority(
        Instant created,
        long treeId,
        Map<Party, KeyPair> keys,
        List<X509Certificate> fulcioChain,
        List<X509Certificate> timestampChain) {

    /** Who signs with a key of its own. */
    enum Party {
        OIDC,
        FULCIO,
        CT_LOG,
        REKOR,
        TIMESTAMP,
        /** Last, because folders that older versions made lack it. */
        REKOR_V2;

        /** How the JDK calls the kind of key: Rekor v2 signs with Ed25519, as the public instance does. */
        String keyType() {
            return this == REKOR_V2 ? "Ed25519" : "EC";
        }
    }

    Authority {
        keys = Map.copyOf(keys);
        fulcioChain = List.copyOf(fulcioChain);
        timestampChain = List.copyOf(timestampChain);
        if (keys.size() != Party.values().length || fulcioChain.size() != 2 || timestampChain.size() != 2) {
            throw new IllegalArgumentException("an authority has a key for every party and two chains of two");
        }
    }

    KeyPair key(Party party) {
        KeyPair pair = keys.get(party);
        if (pair == null) {
            throw new IllegalStateException("no key for " + party);
        }
        return pair;
    }

    /** The public key of a party as SubjectPublicKeyInfo. */
    byte[] publicKey(Party party) {
        return key(party).getPublic().getEncoded();
    }
}
