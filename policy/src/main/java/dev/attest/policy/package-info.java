/** From evidence to a verdict; pure, no input or output. */
@NullMarked
package dev.attest.policy;

import org.jspecify.annotations.NullMarked;
