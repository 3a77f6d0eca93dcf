/** Slices of Ubuntu's packages that chisel cut. */
@NullMarked
package dev.attest.sbom.chisel;

import org.jspecify.annotations.NullMarked;
