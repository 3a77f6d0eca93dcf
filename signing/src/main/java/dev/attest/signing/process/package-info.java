/** Programs of others that help to reach a key or a token, run within bounds. */
@NullMarked
package dev.attest.signing.process;

import org.jspecify.annotations.NullMarked;
