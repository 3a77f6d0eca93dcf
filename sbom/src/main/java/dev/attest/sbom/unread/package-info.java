/** Evidence of ecosystems that no cataloger reads: nothing is passed over in silence. */
@NullMarked
package dev.attest.sbom.unread;

import org.jspecify.annotations.NullMarked;
