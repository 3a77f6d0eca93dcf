/** The metadata files of The Update Framework (specification 1.0, §4): read strictly, signatures counted. */
@NullMarked
package dev.attest.signing.tuf.metadata;

import org.jspecify.annotations.NullMarked;
