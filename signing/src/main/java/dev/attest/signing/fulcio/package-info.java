/** Fulcio, the certificate authority: an identity token and a fresh key go in, a certificate of minutes comes out. */
@NullMarked
package dev.attest.signing.fulcio;

import org.jspecify.annotations.NullMarked;
