/** Micro-benchmarks, built and run by hand: benchmarks/crypto/run. */
@NullMarked
package dev.attest.benchmarks;

import org.jspecify.annotations.NullMarked;
