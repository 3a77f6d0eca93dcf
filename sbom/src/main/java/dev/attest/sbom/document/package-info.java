/** What documents of all formats say alike: of which image, by whom, when, and in which characters. */
@NullMarked
package dev.attest.sbom.document;

import org.jspecify.annotations.NullMarked;
