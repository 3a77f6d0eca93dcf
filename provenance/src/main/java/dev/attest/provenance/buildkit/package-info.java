/** What BuildKit writes of its builds, unsigned, in its own shapes of SLSA provenance v1 and v0.2. */
@NullMarked
package dev.attest.provenance.buildkit;

import org.jspecify.annotations.NullMarked;
