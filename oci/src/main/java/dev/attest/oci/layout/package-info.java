/** OCI image layouts: an index.json with blobs beside it, in a folder or in a tar. */
@NullMarked
package dev.attest.oci.layout;

import org.jspecify.annotations.NullMarked;
