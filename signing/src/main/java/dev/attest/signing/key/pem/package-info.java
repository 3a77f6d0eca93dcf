/**
 * Private keys in PEM files, plain or encrypted, as OpenSSL and cosign write them. BouncyCastle is used here and nowhere else
 * in this module, for what the JDK has not, and only when a key needs it (ADR 0008).
 */
@NullMarked
package dev.attest.signing.key.pem;

import org.jspecify.annotations.NullMarked;
