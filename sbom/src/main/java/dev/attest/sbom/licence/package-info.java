/** SPDX licence identifiers, expressions of them, and what declared licences come to. */
@NullMarked
package dev.attest.sbom.licence;

import org.jspecify.annotations.NullMarked;
