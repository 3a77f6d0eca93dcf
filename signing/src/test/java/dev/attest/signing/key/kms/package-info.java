@NullMarked
package dev.attest.signing.key.kms;

import org.jspecify.annotations.NullMarked;
