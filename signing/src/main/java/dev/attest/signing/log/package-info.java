/** Transparency log entries: promises, inclusion proofs, checkpoints, and what an entry binds. */
@NullMarked
package dev.attest.signing.log;

import org.jspecify.annotations.NullMarked;
