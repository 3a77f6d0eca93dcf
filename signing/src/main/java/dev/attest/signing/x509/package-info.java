/** Signing certificates, what they claim, and the chains that lead to an authority. */
@NullMarked
package dev.attest.signing.x509;

import org.jspecify.annotations.NullMarked;
