/**
 * Trust that renews itself: a client of The Update Framework (specification 1.0, §5), its cache, and what a Sigstore
 * instance publishes that way.
 */
@NullMarked
package dev.attest.signing.tuf;

import org.jspecify.annotations.NullMarked;
