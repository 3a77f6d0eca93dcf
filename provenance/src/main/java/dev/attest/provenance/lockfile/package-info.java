/** Lock files in the source of a build, and whether they are in step with what they lock. */
@NullMarked
package dev.attest.provenance.lockfile;

import org.jspecify.annotations.NullMarked;
