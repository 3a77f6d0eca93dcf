/** Test vectors: hostile and honest inputs, language-neutral, with their expected answers. */
@NullMarked
package dev.attest.testvectors;

import org.jspecify.annotations.NullMarked;
