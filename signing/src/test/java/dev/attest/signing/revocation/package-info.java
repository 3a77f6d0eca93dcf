@NullMarked
package dev.attest.signing.revocation;

import org.jspecify.annotations.NullMarked;
