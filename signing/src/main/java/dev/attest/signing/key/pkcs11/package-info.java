/** Keys in tokens that speak PKCS #11, through the JDK's own provider. */
@NullMarked
package dev.attest.signing.key.pkcs11;

import org.jspecify.annotations.NullMarked;
