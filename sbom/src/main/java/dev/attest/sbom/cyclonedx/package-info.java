/** CycloneDX 1.6 documents. */
@NullMarked
package dev.attest.sbom.cyclonedx;

import org.jspecify.annotations.NullMarked;
