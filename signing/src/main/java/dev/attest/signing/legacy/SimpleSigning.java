package dev.attest.signing.legacy;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a legacy signature is over (containers/image, docs/containers-signature.5.md, as cosign writes it): a manifest's
 * digest, and the name under which the signer knew it, which proves nothing. Members of {@code critical} that are not
 * known are refused, as that format demands; those of {@code optional} are the signer's own.
 *
 * @param manifestDigest such as {@code sha256:…}
 * @param dockerReference the name, where one is said
 */
public record SimpleSigning(String manifestDigest, Optional<String> dockerReference) {
    /** The media type of its layer. */
    public static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

    /** Payloads are no larger than this many bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final String TYPE = "cosign container image signature";

    static SimpleSigning parse(byte[] payload) throws MalformedJsonException {
        JsonObject whole = StrictJson.parseObject(payload, "payload", MAX_BYTES);
        only(whole, Set.of("critical", "optional"));
        JsonObject critical = whole.object("critical");
        only(critical, Set.of("identity", "image", "type"));
        if (!critical.text("type").equals(TYPE)) {
            throw critical.malformed("type", "\"" + TYPE + "\"");
        }
        JsonObject image = critical.object("image");
        only(image, Set.of("docker-manifest-digest"));
        String digest = image.text("docker-manifest-digest");
        if (!digest.matches("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")) {
            throw image.malformed("docker-manifest-digest", "a digest");
        }
        JsonObject identity = critical.object("identity");
        only(identity, Set.of("docker-reference"));
        return new SimpleSigning(
                digest, identity.optionalText("docker-reference").filter(name -> !name.isEmpty()));
    }

    /** The manifest's digest as in-toto writes it, by the algorithm's name. */
    Map<String, String> digestSet() {
        int colon = manifestDigest.indexOf(':');
        return Map.of(manifestDigest.substring(0, colon), manifestDigest.substring(colon + 1));
    }

    private static void only(JsonObject json, Set<String> known) throws MalformedJsonException {
        var unknown = new TreeSet<>(json.names());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw json.malformed(unknown.first(), "no such member");
        }
    }
}
