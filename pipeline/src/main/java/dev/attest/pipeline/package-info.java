/** Sign and verify as library calls, the same for the command line, a server or a build plug-in. Prints nothing. */
@NullMarked
package dev.attest.pipeline;

import org.jspecify.annotations.NullMarked;
