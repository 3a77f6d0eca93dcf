/** OpenVEX documents: read, matched with an SBOM, specialised to an image, written. */
@NullMarked
package dev.attest.vex;

import org.jspecify.annotations.NullMarked;
