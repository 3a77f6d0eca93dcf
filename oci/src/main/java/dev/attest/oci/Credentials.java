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

    /** A user and a password, or a token that stands for both. */
    final class Login {
        /** What the secret is. */
        public enum Kind {
            PASSWORD,
            /** An OAuth2 refresh token, for which the registry's token service gives tokens. */
            IDENTITY_TOKEN,
            /** A bearer token that the registry takes as it is. */
            REGISTRY_TOKEN
        }

        private final String user;
        private final String secret;
        private final Kind kind;

        private Login(String user, String secret, Kind kind) {
            this.user = user;
            this.secret = secret;
            this.kind = kind;
        }

        public static Login password(String user, String password) {
            return new Login(user, password, Kind.PASSWORD);
        }

        public static Login identityToken(String token) {
            return new Login("", token, Kind.IDENTITY_TOKEN);
        }

        public static Login registryToken(String token) {
            return new Login("", token, Kind.REGISTRY_TOKEN);
        }

        public String user() {
            return user;
        }

        /** The password or the token. */
        public String secret() {
            return secret;
        }

        public Kind kind() {
            return kind;
        }

        @Override
        public String toString() {
            return "Login[redacted]";
        }
    }
}
