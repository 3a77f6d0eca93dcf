@NullMarked
package dev.attest.signing.key.pkcs11;

import org.jspecify.annotations.NullMarked;
