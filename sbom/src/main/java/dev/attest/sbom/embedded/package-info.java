/** SBOM documents that lie in an image: claims of others about what is in it. */
@NullMarked
package dev.attest.sbom.embedded;

import org.jspecify.annotations.NullMarked;
