/** Strict JSON, set up once for every module. */
@NullMarked
package dev.attest.json;

import org.jspecify.annotations.NullMarked;
