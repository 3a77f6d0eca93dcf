/** Descriptors, manifests and blobs as the OCI image-spec writes them: parsed strictly, checked against what asked for them. */
@NullMarked
package dev.attest.oci.content;

import org.jspecify.annotations.NullMarked;
