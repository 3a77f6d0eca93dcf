@NullMarked
package dev.attest.signing;

import org.jspecify.annotations.NullMarked;
