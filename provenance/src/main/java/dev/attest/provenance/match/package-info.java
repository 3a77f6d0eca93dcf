/** What the certificate authority says of a build, compared with what the predicate says of it. */
@NullMarked
package dev.attest.provenance.match;

import org.jspecify.annotations.NullMarked;
