@NullMarked
package dev.attest.signing.der;

import org.jspecify.annotations.NullMarked;
