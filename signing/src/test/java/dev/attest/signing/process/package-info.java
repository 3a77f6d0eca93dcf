@NullMarked
package dev.attest.signing.process;

import org.jspecify.annotations.NullMarked;
