/** Installed Ruby gems. */
@NullMarked
package dev.attest.sbom.ruby;

import org.jspecify.annotations.NullMarked;
