/** RFC 3161 timestamps over a signature. */
@NullMarked
package dev.attest.signing.timestamp;

import org.jspecify.annotations.NullMarked;
