/** What a consumer expects of a build, and where a build does not meet it. */
@NullMarked
package dev.attest.provenance.expect;

import org.jspecify.annotations.NullMarked;
