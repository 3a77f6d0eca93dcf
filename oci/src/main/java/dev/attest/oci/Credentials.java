package dev.attest.oci;

import java.io.IOException;
import java.util.Optional;

/** Where logins come from. Secrets appear in no message and no text form. */
@FunctionalInterface
public interface Credentials {
    /** The login for a repository ({@code registry/repo}); that a store cannot be read is an error, not an absence. */
    Optional<Login> find(String registry, String repository) throws IOException;

    /** Nobody: every request is anonymous. */
    static Credentials none() {
        return (registry, repository) -> Optional.empty();
    }

    /** A user and a password, or an identity token (OAuth2 refresh token) that stands for both. */
    final class Login {
        private final String user;
        private final String secret;
        private final boolean identityToken;

        private Login(String user, String secret, boolean identityToken) {
            this.user = user;
            this.secret = secret;
            this.identityToken = identityToken;
        }

        public static Login password(String user, String password) {
            return new Login(user, password, false);
        }

        public static Login identityToken(String token) {
            return new Login("", token, true);
        }

        public String user() {
            return user;
        }

        /** The password or the identity token. */
        public String secret() {
            return secret;
        }

        public boolean isIdentityToken() {
            return identityToken;
        }

        @Override
        public String toString() {
            return "Login[redacted]";
        }
    }
}
