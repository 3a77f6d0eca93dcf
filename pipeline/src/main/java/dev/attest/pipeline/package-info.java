/** Sign and verify as library calls; prints nothing. */
@NullMarked
package dev.attest.pipeline;

import org.jspecify.annotations.NullMarked;
