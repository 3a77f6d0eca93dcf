package dev.attest.provenance.level;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.Glob;

/**
 * A verifier of sources that is trusted up to a level of SLSA's Source track.
 *
 * @param issuer who vouches for the signer of its summaries
 * @param signer the signing certificate's subject
 * @param verifier {@code verifier.id} of its summaries; other signers may not use it
 * @param level the SLSA Source level, 0 to 4, that is never exceeded
 */
public record SourceVerifier(Glob issuer, Glob signer, Glob verifier, int level) {
    public SourceVerifier {
        if (level < 0 || level > 4) {
            throw new IllegalArgumentException("SLSA Source levels are 0 to 4");
        }
    }

    /** Reads {@code {"issuer", "signer", "verifier", "level"}}; members of any other name are refused. */
    public static SourceVerifier read(JsonObject json) throws MalformedJsonException {
        json.allow("issuer", "signer", "verifier", "level");
        long level = json.integer("level");
        if (level < 0 || level > 4) {
            throw json.malformed("level", "0, 1, 2, 3 or 4");
        }
        return new SourceVerifier(
                Glob.read(json, "issuer"), Glob.read(json, "signer"), Glob.read(json, "verifier"), (int) level);
    }
}
