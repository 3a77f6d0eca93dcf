/** What changed between two images or their SBOMs. */
@NullMarked
package dev.attest.sbom.diff;

import org.jspecify.annotations.NullMarked;
