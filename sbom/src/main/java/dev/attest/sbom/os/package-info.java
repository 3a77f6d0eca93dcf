/** os-release(5). */
@NullMarked
package dev.attest.sbom.os;

import org.jspecify.annotations.NullMarked;
