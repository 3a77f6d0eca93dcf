/** Debian's package databases. */
@NullMarked
package dev.attest.sbom.dpkg;

import org.jspecify.annotations.NullMarked;
