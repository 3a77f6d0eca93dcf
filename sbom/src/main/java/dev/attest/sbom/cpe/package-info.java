/** CPE names (NISTIR 7695) of components for which they are known. */
@NullMarked
package dev.attest.sbom.cpe;

import org.jspecify.annotations.NullMarked;
