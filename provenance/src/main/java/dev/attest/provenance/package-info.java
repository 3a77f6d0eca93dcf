/** SLSA provenance: made from the facts of a build, read from statements. */
@NullMarked
package dev.attest.provenance;

import org.jspecify.annotations.NullMarked;
