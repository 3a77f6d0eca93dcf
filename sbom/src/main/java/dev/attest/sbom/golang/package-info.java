/** Go programs: the modules that the Go command writes into what it builds. */
@NullMarked
package dev.attest.sbom.golang;

import org.jspecify.annotations.NullMarked;
