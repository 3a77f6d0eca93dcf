@NullMarked
package dev.attest.signing.tuf.metadata;

import org.jspecify.annotations.NullMarked;
