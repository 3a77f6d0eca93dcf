/** Where the facts of a build come from: the token and the environment of a CI job, or a person's own machine. */
@NullMarked
package dev.attest.provenance.ci;

import org.jspecify.annotations.NullMarked;
