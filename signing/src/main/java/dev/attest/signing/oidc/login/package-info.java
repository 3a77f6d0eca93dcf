/** How a person, or a machine with a secret of its own, logs in at an OpenID Connect identity provider. */
@NullMarked
package dev.attest.signing.oidc.login;

import org.jspecify.annotations.NullMarked;
