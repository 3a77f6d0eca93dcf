/** The in-toto predicates that belong to no other module: the closing reference list, the signature, what verifiers say. */
@NullMarked
package dev.attest.intoto.predicate;

import org.jspecify.annotations.NullMarked;
