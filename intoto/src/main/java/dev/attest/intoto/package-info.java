/** in-toto Statements, DSSE envelopes and predicate types. */
@NullMarked
package dev.attest.intoto;

import org.jspecify.annotations.NullMarked;
