package dev.attest.signing.tuf;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Sigstore instance publishes by TUF, verified: whom to trust, and where to sign. */
public final class SigstoreTrust {
    private final byte[] trustedRoot;
    private final byte @Nullable [] signingConfig;
    private final byte @Nullable [] signingConfigRekorV2;
    private final TufState state;

    SigstoreTrust(
            byte[] trustedRoot,
            byte @Nullable [] signingConfig,
            byte @Nullable [] signingConfigRekorV2,
            TufState state) {
        this.trustedRoot = trustedRoot;
        this.signingConfig = signingConfig;
        this.signingConfigRekorV2 = signingConfigRekorV2;
        this.state = state;
    }

    /** The {@code trusted_root.json}, as {@link dev.attest.signing.TrustedRoot#parse} reads it. */
    public byte[] trustedRoot() {
        return trustedRoot.clone();
    }

    /** The {@code signing_config.v0.2.json}, where the instance publishes one. */
    public Optional<byte[]> signingConfig() {
        return Optional.ofNullable(signingConfig).map(byte[]::clone);
    }

    /** The {@code signing_config_rekor_v2.v0.2.json}, which names Rekor v2, where the instance publishes one. */
    public Optional<byte[]> signingConfigRekorV2() {
        return Optional.ofNullable(signingConfigRekorV2).map(byte[]::clone);
    }

    /** Versions and expiry of the repository's roles, and when they were last checked. */
    public TufState state() {
        return state;
    }
}
