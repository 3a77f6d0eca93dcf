/** Installed R packages. */
@NullMarked
package dev.attest.sbom.rlang;

import org.jspecify.annotations.NullMarked;
