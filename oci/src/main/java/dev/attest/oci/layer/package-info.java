/** Layers: gzip and tar read in one pass, and the view of the file system that they give together. */
@NullMarked
package dev.attest.oci.layer;

import org.jspecify.annotations.NullMarked;
