@NullMarked
package dev.attest.signing.key;

import org.jspecify.annotations.NullMarked;
