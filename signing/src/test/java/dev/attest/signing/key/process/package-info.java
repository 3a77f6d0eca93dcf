@NullMarked
package dev.attest.signing.key.process;

import org.jspecify.annotations.NullMarked;
