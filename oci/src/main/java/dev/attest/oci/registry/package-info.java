/** Registries over HTTP: the OCI distribution API, its logins, retries and referrers. */
@NullMarked
package dev.attest.oci.registry;

import org.jspecify.annotations.NullMarked;
