/** How far a build may be believed: the table of known builders, and the SLSA level that one provenance reaches by it. */
@NullMarked
package dev.attest.provenance.level;

import org.jspecify.annotations.NullMarked;
