@NullMarked
package dev.attest.signing.key.managed;

import org.jspecify.annotations.NullMarked;
