/** Rekor, the transparency log: what was signed by whom is entered where everybody can see it. */
@NullMarked
package dev.attest.signing.rekor;

import org.jspecify.annotations.NullMarked;
