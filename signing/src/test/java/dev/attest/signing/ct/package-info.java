@NullMarked
package dev.attest.signing.ct;

import org.jspecify.annotations.NullMarked;
