/** Signed certificate timestamps: the proof that a certificate was submitted to a public log (RFC 6962). */
@NullMarked
package dev.attest.signing.ct;

import org.jspecify.annotations.NullMarked;
