/** The attest program: commands, wiring, printing, exit codes. */
@NullMarked
package dev.attest.cli;

import org.jspecify.annotations.NullMarked;
