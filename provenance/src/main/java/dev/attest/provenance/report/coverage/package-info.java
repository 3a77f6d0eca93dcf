/** How much of the source the tests ran through, as the tools that measure it report it. */
@NullMarked
package dev.attest.provenance.report.coverage;

import org.jspecify.annotations.NullMarked;
