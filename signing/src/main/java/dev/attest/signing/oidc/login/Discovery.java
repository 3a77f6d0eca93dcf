package dev.attest.signing.oidc.login;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.service.ServiceUrl;
import java.net.URI;
import java.util.Optional;

/** What an identity provider says of itself (OpenID Connect Discovery 1.0 §3), read where it is needed. */
record Discovery(JsonObject document, boolean plain) {

    /**
     * An address the provider names. Plain http to this machine is for providers that are asked so themselves: a remote
     * one must not have us talk to services here.
     */
    Optional<URI> endpoint(String name) throws MalformedJsonException {
        Optional<String> text = document.optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> address = ServiceUrl.parse(text.get()).filter(uri -> plain || "https".equals(uri.getScheme()));
        if (address.isEmpty()) {
            throw document.malformed(name, "an https address");
        }
        return address;
    }

    /** RFC 8414 §2: a provider that does not list a method has none. */
    boolean hasPkce() throws MalformedJsonException {
        return document.texts("code_challenge_methods_supported").contains(Pkce.METHOD);
    }
}
