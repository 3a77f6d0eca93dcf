/** The SPIFFE Workload API, as much of it and of gRPC over HTTP/2 as asking for one token needs. */
@NullMarked
package dev.attest.signing.oidc.spiffe;

import org.jspecify.annotations.NullMarked;
