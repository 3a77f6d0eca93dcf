/** Where the facts of a build come from: GitHub Actions, or a person's own machine. */
@NullMarked
package dev.attest.provenance.ci;

import org.jspecify.annotations.NullMarked;
