package dev.attest.signing.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.SigningException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An OpenID Connect identity token (a JSON web token, RFC 7519) as its holder sees it: the claims are read, the
 * signature is left to the certificate authority. The text is a secret; only {@link #secret()} gives it away.
 */
public final class IdentityToken {
    /** The audience that Sigstore's certificate authorities ask for. */
    public static final String AUDIENCE = "sigstore";

    // Issuers whose certificates name a workload are known by these claims; Fulcio then asks for a proof over sub.
    private static final List<String> WORKLOAD_CLAIMS = List.of(
            "job_workflow_ref", "project_path", "pipeline_slug", "oidc.circleci.com/project-id", "kubernetes.io");

    private static final int MAX_CHARACTERS = 64 << 10;
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    private final String text;
    private final JsonObject claims;
    private final String issuer;
    private final String subject;
    private final List<String> audience;
    private final Instant expiry;

    private IdentityToken(String text, JsonObject claims) throws MalformedJsonException, SigningException {
        this.text = text;
        this.claims = claims;
        this.issuer = claims.text("iss");
        this.subject = subject(claims);
        this.audience = audience(claims);
        this.expiry = expiry(claims);
    }

    /** Reads a token; white space around it is ignored. */
    public static IdentityToken parse(String text) throws SigningException {
        String token = text.strip();
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3
                || token.length() > MAX_CHARACTERS
                || Arrays.asList(parts).contains("")) {
            throw SigningException.usage("the identity token is not a signed JSON web token");
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return new IdentityToken(token, StrictJson.parseObject(payload, "identity token"));
        } catch (IllegalArgumentException e) {
            throw SigningException.usage("the identity token is not a JSON web token");
        } catch (MalformedJsonException e) {
            throw SigningException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Reads the token that a service answered with: what is none is the service's fault, not the user's. */
    static IdentityToken answered(String text, ServiceRequest request) throws SigningException {
        try {
            return parse(text);
        } catch (SigningException e) {
            if (e.kind() != SigningException.Kind.USAGE) {
                throw e;
            }
            throw SigningException.world(request.name() + " answered with no token: " + e.getMessage());
        }
    }

    public String issuer() {
        return issuer;
    }

    /**
     * What a certificate authority makes the holder sign to prove that the key is his. Fulcio takes the e-mail address
     * for issuers of people and machines' accounts, and {@code sub} for those of CI jobs, Kubernetes and SPIFFE.
     */
    public String subject() {
        return subject;
    }

    /**
     * Whom the issuer itself asked, as Dex writes it ({@code federated_claims.connector_id}); certificates of the public
     * instance then name that one as issuer.
     */
    public Optional<String> federatedIssuer() {
        JsonNode connector = claims.node().path("federated_claims").path("connector_id");
        return connector.isTextual() ? Optional.of(connector.textValue()) : Optional.empty();
    }

    /** The repository the job belongs to, as its host writes it ({@code owner/name}), fit for messages. */
    public Optional<String> repository() {
        return RepositoryClaims.name(claims);
    }

    /** Who can see that repository; empty when the issuer says nothing about one. */
    public Optional<RepositoryVisibility> visibility() {
        return RepositoryClaims.visibility(claims);
    }

    public List<String> audience() {
        return audience;
    }

    public Instant expiry() {
        return expiry;
    }

    /** The claims as received, unverified; they hold no secret. */
    public JsonObject claims() {
        return claims;
    }

    /** The token itself, to be sent to the certificate authority and nowhere else. */
    public String secret() {
        return text;
    }

    /** Refuses a token that no certificate authority would take, before it is sent to one. */
    public void requireUsable(Instant now) throws SigningException {
        if (!now.isBefore(expiry)) {
            throw SigningException.refused("the identity token expired at " + expiry + ", it is now " + now);
        }
        if (!audience.contains(AUDIENCE)) {
            throw SigningException.refused("the identity token is not for the audience \"" + AUDIENCE + "\"");
        }
    }

    @Override
    public String toString() {
        return "identity token of " + issuer + " [redacted]";
    }

    private static String subject(JsonObject claims) throws MalformedJsonException, SigningException {
        Optional<String> email = claims.optionalText("email").filter(value -> !value.isEmpty());
        if (email.isEmpty() || isWorkload(claims)) {
            return claims.text("sub");
        }
        JsonNode verified = claims.node().path("email_verified");
        // Some issuers write the flag as a text.
        if (!verified.asText("").equals("true") && !verified.asText("").equals("True")) {
            throw SigningException.refused("the identity token's issuer has not verified its e-mail address");
        }
        return email.get();
    }

    private static boolean isWorkload(JsonObject claims) throws MalformedJsonException {
        return claims.text("sub").startsWith("spiffe://")
                || WORKLOAD_CLAIMS.stream().anyMatch(claims::has);
    }

    private static List<String> audience(JsonObject claims) throws MalformedJsonException {
        return claims.node().path("aud").isTextual() ? List.of(claims.text("aud")) : claims.texts("aud");
    }

    private static Instant expiry(JsonObject claims) throws MalformedJsonException {
        JsonNode seconds = claims.node().path("exp");
        // RFC 7519 §2: a NumericDate may have a fraction.
        if (!seconds.isNumber() || !(seconds.doubleValue() >= 0 && seconds.doubleValue() <= MAX_EPOCH_SECOND)) {
            throw claims.malformed("exp", "seconds since 1970");
        }
        return Instant.ofEpochSecond((long) seconds.doubleValue());
    }
}
