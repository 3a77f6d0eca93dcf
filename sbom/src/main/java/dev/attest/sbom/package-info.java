/** From layers to components, image facts and SBOM documents. */
@NullMarked
package dev.attest.sbom;

import org.jspecify.annotations.NullMarked;
