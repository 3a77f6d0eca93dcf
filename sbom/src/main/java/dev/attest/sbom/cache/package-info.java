/** What one pass over a layer gave, kept on the disk: a layer that was read once is not read again. */
@NullMarked
package dev.attest.sbom.cache;

import org.jspecify.annotations.NullMarked;
