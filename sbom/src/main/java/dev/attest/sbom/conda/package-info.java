/** Installed Conda packages. */
@NullMarked
package dev.attest.sbom.conda;

import org.jspecify.annotations.NullMarked;
