/** References, digests, registries, layouts, archives, layers and referrers. */
@NullMarked
package dev.attest.oci;

import org.jspecify.annotations.NullMarked;
