@NullMarked
package dev.attest.signing.key.pem;

import org.jspecify.annotations.NullMarked;
