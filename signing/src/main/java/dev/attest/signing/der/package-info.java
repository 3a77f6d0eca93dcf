/** The strict subset of ASN.1 DER (X.690) that certificates and timestamps are written in. */
@NullMarked
package dev.attest.signing.der;

import org.jspecify.annotations.NullMarked;
