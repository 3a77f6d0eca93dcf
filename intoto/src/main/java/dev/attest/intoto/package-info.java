/** in-toto Statements v1, DSSE envelopes, predicate types: the words in which evidence is written, read strictly. */
@NullMarked
package dev.attest.intoto;

import org.jspecify.annotations.NullMarked;
