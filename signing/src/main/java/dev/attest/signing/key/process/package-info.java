/** Programs that help to reach a key, run within bounds. */
@NullMarked
package dev.attest.signing.key.process;

import org.jspecify.annotations.NullMarked;
