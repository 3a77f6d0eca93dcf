package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.util.List;
import java.util.Optional;

/** A place where a job or a person may have an identity token. */
public interface TokenSource {
    /** How messages call it. */
    String name();

    /** The token, or empty when this place has none; a place that should have one and fails is an exception. */
    Optional<IdentityToken> token() throws SigningException;

    /** What would have to change for this place to have a token, when it is plain that it should; one line. */
    default Optional<String> hint() {
        return Optional.empty();
    }

    /** The token of the first place that has one; when none has, one message says where was looked and what to do. */
    static IdentityToken first(List<TokenSource> sources) throws SigningException {
        for (TokenSource source : sources) {
            Optional<IdentityToken> token = source.token();
            if (token.isPresent()) {
                return token.get();
            }
        }
        String names = String.join(", ", sources.stream().map(TokenSource::name).toList());
        var hints = new StringBuilder();
        sources.forEach(
                source -> source.hint().ifPresent(hint -> hints.append("; ").append(hint)));
        throw SigningException.usage("no identity token found; looked at: " + names + hints);
    }
}
