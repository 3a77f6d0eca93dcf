package dev.attest.signing.oidc;

import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The identity of a Buildkite job: asked from the agent interface with the job's own token, or from the agent program. */
public final class Buildkite implements TokenSource {
    private static final String SECRET = "BUILDKITE_AGENT_ACCESS_TOKEN";
    private static final String ENDPOINT = "BUILDKITE_AGENT_ENDPOINT";
    private static final String JOB = "BUILDKITE_JOB_ID";
    private static final String DEFAULT_ENDPOINT = "https://agent.buildkite.com/v3";
    private static final String PROGRAM = "buildkite-agent";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 256 << 10;

    private final Variables variables;
    private final ServiceClient client;

    public Buildkite(Map<String, String> environment, ServiceClient client) {
        this.variables = new Variables(environment);
        this.client = client;
    }

    @Override
    public String name() {
        return "Buildkite (agent)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        if (variables.has(SECRET) && variables.has(JOB)) {
            return Optional.of(ask(request()));
        }
        if (!variables.isTrue("BUILDKITE")) {
            return Optional.empty();
        }
        Optional<Program> program = Program.find(variables.environment(), PROGRAM);
        return program.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        program.get().token(List.of("oidc", "request-token", "--audience", IdentityToken.AUDIENCE)));
    }

    @Override
    public Optional<String> hint() {
        return variables.isTrue("BUILDKITE") && !(variables.has(SECRET) && variables.has(JOB))
                ? Optional.of("this Buildkite job has neither " + SECRET + " with " + JOB + " nor the program \""
                        + PROGRAM + "\" on its PATH: hand them on to the container it runs in")
                : Optional.empty();
    }

    private IdentityToken ask(ServiceRequest request) throws SigningException {
        ServiceResponse response = client.send(request);
        try {
            return IdentityToken.answered(response.json().text("token"), request);
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
    }

    private ServiceRequest request() throws SigningException {
        URI endpoint = ServiceUrl.parse(variables.text(ENDPOINT).orElse(DEFAULT_ENDPOINT))
                .filter(uri -> uri.getRawQuery() == null)
                .orElseThrow(() -> SigningException.usage(ENDPOINT + " is not an https address"));
        String job = variables
                .text(JOB)
                .filter(id -> id.matches("[A-Za-z0-9-]{1,100}"))
                .orElseThrow(() -> SigningException.usage(JOB + " is not the id of a job"));
        String secret = variables.secret(SECRET);
        byte[] body = StrictJson.write(StrictJson.object().put("audience", IdentityToken.AUDIENCE));
        HttpRequest http = HttpRequest.newBuilder(ServiceUrl.below(endpoint, "/jobs/" + job + "/oidc/tokens"))
                .header("Authorization", "Token " + secret)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return new ServiceRequest("identity provider", http, MAX_BYTES, List.of(secret));
    }
}
