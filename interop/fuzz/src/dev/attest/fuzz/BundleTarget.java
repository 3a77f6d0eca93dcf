package dev.attest.fuzz;

import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedBundleException;
import dev.attest.signing.Rejected;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.refusal.Reason;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bundles, read and judged by the trusted root that {@code ATTEST_FUZZ_ROOT} names: refused or verified, never a fault. */
public final class BundleTarget {
    private static final BundleVerifier VERIFIER = verifier();

    private BundleTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Bundle bundle = Bundle.parse(input);
            fail(VERIFIER.verify(bundle, Identities.unsafeAny()));
            fail(VERIFIER.verifyBlob(bundle, input, Identities.unsafeAny()));
            fail(VERIFIER.verifyDigest(bundle, new byte[32], Identities.unsafeAny()));
        } catch (MalformedBundleException e) {
            if (e.reason() == Reason.FAULT) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void fail(Object verification) {
        if (verification instanceof Rejected rejected && rejected.reason() == Reason.FAULT) {
            throw new IllegalStateException(rejected.detail());
        }
    }

    private static BundleVerifier verifier() {
        try {
            return new BundleVerifier(TrustedRoot.parse(Files.readAllBytes(Path.of(System.getenv("ATTEST_FUZZ_ROOT")))));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
