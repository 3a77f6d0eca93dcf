@NullMarked
package dev.attest.signing.tuf;

import org.jspecify.annotations.NullMarked;
