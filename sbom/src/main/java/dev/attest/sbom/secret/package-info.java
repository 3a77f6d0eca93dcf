/** Secrets of high confidence by their content, in the files of every layer; values are neither kept nor shown. */
@NullMarked
package dev.attest.sbom.secret;

import org.jspecify.annotations.NullMarked;
