/** The attest program: commands, wiring, printing, exit codes. The only room that prints. */
@NullMarked
package dev.attest.cli;

import org.jspecify.annotations.NullMarked;
