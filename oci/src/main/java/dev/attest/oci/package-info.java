/** Images where they live: references, digests, registries, layouts, archives, layers and referrers (OCI 1.1). */
@NullMarked
package dev.attest.oci;

import org.jspecify.annotations.NullMarked;
