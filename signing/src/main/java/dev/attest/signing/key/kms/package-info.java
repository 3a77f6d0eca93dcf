/** Keys that a key management service keeps, reached through programs that speak Sigstore's KMS plugin protocol. */
@NullMarked
package dev.attest.signing.key.kms;

import org.jspecify.annotations.NullMarked;
