/** Who and what is accepted no longer, although its signatures hold: a signed, versioned list. */
@NullMarked
package dev.attest.signing.revocation;

import org.jspecify.annotations.NullMarked;
