/** Private keys as users name them: a file, a variable, a token, a key management service. */
@NullMarked
package dev.attest.signing.key.managed;

import org.jspecify.annotations.NullMarked;
