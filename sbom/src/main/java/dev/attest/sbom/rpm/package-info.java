/** rpm's package databases, of all three kinds, and the manifest of images that have none. */
@NullMarked
package dev.attest.sbom.rpm;

import org.jspecify.annotations.NullMarked;
