/** Who signs: OpenID Connect identity tokens and the places they come from. */
@NullMarked
package dev.attest.signing.oidc;

import org.jspecify.annotations.NullMarked;
