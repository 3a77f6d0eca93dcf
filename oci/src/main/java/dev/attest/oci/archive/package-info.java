/** Images in one tar file, read in place without unpacking. */
@NullMarked
package dev.attest.oci.archive;

import org.jspecify.annotations.NullMarked;
