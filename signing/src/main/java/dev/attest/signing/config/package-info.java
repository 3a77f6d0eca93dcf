/** Which services a signer uses: the signing configuration of a Sigstore instance (protobuf-specs, SigningConfig v0.2). */
@NullMarked
package dev.attest.signing.config;

import org.jspecify.annotations.NullMarked;
