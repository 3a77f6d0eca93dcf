/** A whole Sigstore in one process, for the demo, for --local and for tests. */
@NullMarked
package dev.attest.localsigstore;

import org.jspecify.annotations.NullMarked;
