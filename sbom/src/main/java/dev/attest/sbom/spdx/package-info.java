/** SPDX documents: 2.3 in JSON and as tags with values, 3.0.1 in JSON-LD. */
@NullMarked
package dev.attest.sbom.spdx;

import org.jspecify.annotations.NullMarked;
