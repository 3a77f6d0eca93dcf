/** What a layer holds, kept small, and the image that the layers give together (OCI image-spec, layer.md). */
@NullMarked
package dev.attest.sbom.layer;

import org.jspecify.annotations.NullMarked;
