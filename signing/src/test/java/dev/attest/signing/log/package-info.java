@NullMarked
package dev.attest.signing.log;

import org.jspecify.annotations.NullMarked;
