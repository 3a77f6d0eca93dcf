package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token of one run: fetched when it is first needed, and again only when it is to be renewed, from the same places in
 * the same order. May be shared by threads.
 */
public final class RunToken {
    private final List<TokenSource> sources;
    private final Clock clock;
    private @Nullable IdentityToken token;

    public RunToken(List<TokenSource> sources, Clock clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /** The token, usable when it was fetched. */
    public synchronized IdentityToken token() throws SigningException {
        if (token == null) {
            token = fetch();
        }
        return token;
    }

    /** A newly fetched token of the same issuer and subject: who signs does not change within a run. */
    public synchronized IdentityToken renewed() throws SigningException {
        IdentityToken before = token();
        IdentityToken renewed = fetch();
        if (!renewed.issuer().equals(before.issuer()) || !renewed.subject().equals(before.subject())) {
            throw SigningException.refused("the renewed identity token names somebody else than the first one");
        }
        token = renewed;
        return renewed;
    }

    private IdentityToken fetch() throws SigningException {
        IdentityToken fetched = TokenSource.first(sources);
        fetched.requireUsable(clock.instant());
        return fetched;
    }
}
