/** Public keys and the few signature algorithms that are accepted. */
@NullMarked
package dev.attest.signing.key;

import org.jspecify.annotations.NullMarked;
