package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The digests that announce a file (HASHES, §4.4): those of algorithms that are known here, at least one. */
final class Hashes {
    private final Map<HashAlgorithm, String> known;

    private Hashes(Map<HashAlgorithm, String> known) {
        this.known = known;
    }

    static Hashes read(JsonObject json) throws MalformedJsonException {
        var known = new EnumMap<HashAlgorithm, String>(HashAlgorithm.class);
        for (String name : json.names()) {
            String digest = json.text(name).toLowerCase(Locale.ROOT);
            Optional<HashAlgorithm> algorithm = HashAlgorithm.named(name);
            if (algorithm.isPresent()) {
                if (!digest.matches("[0-9a-f]{" + 2 * algorithm.get().length() + "}")) {
                    throw json.malformed(name, "a digest in hex");
                }
                known.put(algorithm.get(), digest);
            }
        }
        return new Hashes(known);
    }

    /** One of the digests, under which a consistent snapshot holds the file (§6.2). */
    Optional<String> any() {
        return known.values().stream().findFirst();
    }

    /** Requires every digest that is known, and one at least, to be the content's. */
    void require(byte[] content, String name) throws TufException {
        if (known.isEmpty()) {
            throw new TufException(Check.HASH, name + ": announced by no hash that is known here (sha256, sha512)");
        }
        for (Map.Entry<HashAlgorithm, String> hash : known.entrySet()) {
            String actual = HexFormat.of().formatHex(hash.getKey().hash(content));
            if (!actual.equals(hash.getValue())) {
                throw new TufException(
                        Check.HASH, name + ": its " + hash.getKey().digestName() + " is not the announced one");
            }
        }
    }
}
