/** Signatures and attestations as cosign stored them before bundles: layers under the tags {@code .sig} and {@code .att}. */
@NullMarked
package dev.attest.signing.legacy;

import org.jspecify.annotations.NullMarked;
