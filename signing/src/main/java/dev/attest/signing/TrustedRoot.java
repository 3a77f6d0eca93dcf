package dev.attest.signing;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.trust.TrustMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/**
 * Whom a verifier trusts: the contents of a {@code trusted_root.json} (protobuf-specs TrustedRoot, v0.1 and v0.2). It
 * must come from outside what is judged. A root that lists transparency logs makes log entries mandatory, one that lists
 * certificate logs makes their timestamps mandatory; GitHub's root for private repositories lists neither.
 */
public final class TrustedRoot {
    private static final int MAX_BYTES = 4 << 20;
    private static final Set<String> MEDIA_TYPES = Set.of(
            "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "application/vnd.dev.sigstore.trustedroot+json;version=0.2",
            "application/vnd.dev.sigstore.trustedroot.v0.2+json");

    private final TrustMaterial material;
    private final String sha256;

    private TrustedRoot(TrustMaterial material, String sha256) {
        this.material = material;
        this.sha256 = sha256;
    }

    /** Reads a root of at most 4 MiB. */
    public static TrustedRoot parse(byte[] json) throws MalformedTrustException {
        try {
            JsonObject root = StrictJson.parseObject(json, "trusted root", MAX_BYTES);
            if (!MEDIA_TYPES.contains(root.text("mediaType"))) {
                throw new MalformedTrustException("trusted root.mediaType: not a trusted root of version 0.1 or 0.2");
            }
            String digest = HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(json));
            return new TrustedRoot(TrustMaterial.read(root), digest);
        } catch (MalformedJsonException e) {
            throw new MalformedTrustException(String.valueOf(e.getMessage()));
        }
    }

    /** The root of Sigstore's public instance as of the release of this library; see docs/dependencies.md. */
    public static TrustedRoot sigstorePublic() {
        try (InputStream in = TrustedRoot.class.getResourceAsStream("sigstore-public-trusted-root.json")) {
            return parse(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException | MalformedTrustException e) {
            throw new IllegalStateException("the root of Sigstore's public instance cannot be read", e);
        }
    }

    /** The digest of the root as received, in hex: verdicts name the trust they used by it. */
    public String sha256() {
        return sha256;
    }

    TrustMaterial material() {
        return material;
    }
}
