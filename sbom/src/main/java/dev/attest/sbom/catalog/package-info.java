/** The extension point: what a cataloger is, what it reads per layer and how records become components. */
@NullMarked
package dev.attest.sbom.catalog;

import org.jspecify.annotations.NullMarked;
