/** What a trusted root says: logs and authorities, each with its key and the time it is good for. */
@NullMarked
package dev.attest.signing.trust;

import org.jspecify.annotations.NullMarked;
