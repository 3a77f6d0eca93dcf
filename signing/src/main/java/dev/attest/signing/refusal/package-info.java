/** Why evidence is refused: one word for programs, one sentence for people. */
@NullMarked
package dev.attest.signing.refusal;

import org.jspecify.annotations.NullMarked;
