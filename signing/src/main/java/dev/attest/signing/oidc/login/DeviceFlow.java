package dev.attest.signing.oidc.login;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.oidc.TokenSource;
import dev.attest.signing.service.Retry;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person logs in on any other machine (RFC 8628): a code is shown, and the provider is asked, not more often than it
 * allows, until the code was entered, refused or has expired, or the person's time is up.
 */
public final class DeviceFlow implements TokenSource {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final long MAX_SECONDS = 3600;

    private final IdentityProvider provider;
    private final LoginPrompt prompt;
    private final Retry.Sleeper sleeper;
    private final SecureRandom random;

    public DeviceFlow(IdentityProvider provider, LoginPrompt prompt, Retry.Sleeper sleeper, SecureRandom random) {
        this.provider = provider;
        this.prompt = prompt;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** What the provider answers with; the device code is a secret, the user's code is for the user. */
    private record Grant(String deviceCode, String userCode, URI address, Duration interval, Duration validFor) {
        @Override
        public String toString() {
            return "device grant [redacted]";
        }
    }

    @Override
    public String name() {
        return provider.name() + " (device)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        Discovery discovery = provider.discover();
        URI device = provider.endpoint(discovery, "device_authorization_endpoint");
        URI redemption = provider.endpoint(discovery, "token_endpoint");
        boolean proven = provider.hasPkce(discovery);
        Pkce pkce = Pkce.generate(random);
        var question =
                new HashMap<>(Map.of("client_id", provider.settings().clientId(), "scope", IdentityProvider.SCOPE));
        if (proven) {
            question.put("code_challenge", pkce.challenge());
            question.put("code_challenge_method", Pkce.METHOD);
        }
        Grant grant = grant(provider.post(device, question, List.of()));
        prompt.enter(grant.userCode(), grant.address(), grant.validFor());
        var form = new HashMap<>(Map.of(
                "grant_type", GRANT,
                "client_id", provider.settings().clientId(),
                "device_code", grant.deviceCode()));
        if (proven) {
            form.put("code_verifier", pkce.verifier());
        }
        return Optional.of(poll(redemption, form, grant));
    }

    private IdentityToken poll(URI redemption, Map<String, String> form, Grant grant) throws SigningException {
        var secrets = List.of(grant.deviceCode(), form.getOrDefault("code_verifier", ""));
        Instant end = provider.clock().instant().plus(grant.validFor());
        Duration interval = grant.interval();
        while (provider.clock().instant().plus(interval).isBefore(end)) {
            sleep(interval);
            ServiceResponse response = provider.post(redemption, form, secrets);
            String error = response.complaint("error").orElse("");
            if (error.equals("slow_down")) {
                interval = interval.plus(SLOWER);
            } else if (!error.equals("authorization_pending")) {
                return provider.token(response, null);
            }
        }
        throw SigningException.world("nobody entered the code for " + provider.name() + " within "
                + grant.validFor().toSeconds() + " s");
    }

    private Grant grant(ServiceResponse response) throws SigningException {
        Optional<String> error = response.complaint("error");
        if (error.isPresent()) {
            throw SigningException.refused(provider.name() + " failed: " + error.get());
        }
        JsonObject json = response.json();
        try {
            String complete = json.optionalText("verification_uri_complete").orElse("");
            String name = complete.isEmpty() ? "verification_uri" : "verification_uri_complete";
            URI address = ServiceUrl.parse(json.text(name)).orElseThrow(() -> json.malformed(name, "an https address"));
            // It is shown on a terminal.
            String userCode = Optional.of(json.text("user_code"))
                    .filter(code -> code.matches("[\\x21-\\x7e ]{1,64}"))
                    .orElseThrow(() -> json.malformed("user_code", "at most 64 visible characters"));
            Duration validFor = seconds(json, "expires_in", provider.settings().patience());
            Duration patience = provider.settings().patience();
            return new Grant(
                    json.text("device_code"),
                    userCode,
                    address,
                    seconds(json, "interval", DEFAULT_INTERVAL),
                    validFor.compareTo(patience) < 0 ? validFor : patience);
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
    }

    private static Duration seconds(JsonObject json, String name, Duration otherwise) throws MalformedJsonException {
        if (!json.has(name)) {
            return otherwise;
        }
        long seconds = json.integer(name);
        if (seconds < 0) {
            throw json.malformed(name, "seconds");
        }
        return Duration.ofSeconds(Math.max(1, Math.min(seconds, MAX_SECONDS)));
    }

    private void sleep(Duration pause) throws SigningException {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SigningException.world("interrupted while waiting for the login");
        }
    }
}
