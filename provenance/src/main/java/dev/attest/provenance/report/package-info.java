/** Reports that a build's tools write, made into predicates. */
@NullMarked
package dev.attest.provenance.report;

import org.jspecify.annotations.NullMarked;
