/** Timestamp authorities (RFC 3161): a third party's word for when a signature existed. */
@NullMarked
package dev.attest.signing.tsa;

import org.jspecify.annotations.NullMarked;
