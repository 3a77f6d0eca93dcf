/** Strict JSON, set up once for every module: one reader, one deterministic writer, errors that name the place. */
@NullMarked
package dev.attest.json;

import org.jspecify.annotations.NullMarked;
