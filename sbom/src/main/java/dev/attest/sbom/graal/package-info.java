/** Programs that GraalVM compiled from Java, with the SBOM inside them. */
@NullMarked
package dev.attest.sbom.graal;

import org.jspecify.annotations.NullMarked;
