/** Java archives and runtimes. */
@NullMarked
package dev.attest.sbom.java;

import org.jspecify.annotations.NullMarked;
