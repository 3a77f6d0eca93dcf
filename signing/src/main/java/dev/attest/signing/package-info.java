/** Sigstore bundles: made by a signer, judged by a verifier. */
@NullMarked
package dev.attest.signing;

import org.jspecify.annotations.NullMarked;
