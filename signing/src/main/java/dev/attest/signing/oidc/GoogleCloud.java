package dev.attest.signing.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The service account of a Google machine, asked from its metadata server, or another account it may act as
 * ({@code GOOGLE_SERVICE_ACCOUNT_NAME}). Nothing is probed: the machine's firmware or {@code GCE_METADATA_HOST} says that
 * there is such a server. Inside another CI system's job the machine is not who signs, so that it is not asked there.
 */
public final class GoogleCloud implements TokenSource {
    private static final URI CREDENTIALS = URI.create("https://iamcredentials.googleapis.com");
    private static final String ACCOUNT = "GOOGLE_SERVICE_ACCOUNT_NAME";
    private static final String METADATA_HOST = "GCE_METADATA_HOST";
    private static final String DEFAULT_METADATA_HOST = "metadata.google.internal";
    private static final String DEFAULT_ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final Set<String> PRODUCTS = Set.of("Google", "Google Compute Engine");
    private static final List<String> OTHERS = List.of("GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "BUILDKITE");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 256 << 10;
    private static final int NOT_FOUND = 404;

    private final Variables variables;
    private final ServiceClient client;
    private final Path productName;
    private final URI credentials;

    /** {@code productName} is where the firmware says who made the machine: {@code /sys/class/dmi/id/product_name}. */
    public GoogleCloud(Map<String, String> environment, ServiceClient client, Path productName) {
        this(environment, client, productName, CREDENTIALS);
    }

    GoogleCloud(Map<String, String> environment, ServiceClient client, Path productName, URI credentials) {
        this.variables = new Variables(environment);
        this.client = client;
        this.productName = productName;
        this.credentials = credentials;
    }

    @Override
    public String name() {
        return "Google Cloud (metadata server)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        if (!hasMetadata()) {
            return Optional.empty();
        }
        Optional<String> account = variables.text(ACCOUNT);
        if (account.isPresent()) {
            return Optional.of(impersonate(account.get()));
        }
        return OTHERS.stream().anyMatch(variables::isTrue) ? Optional.empty() : own();
    }

    @Override
    public Optional<String> hint() {
        return variables.has(ACCOUNT) && !hasMetadata()
                ? Optional.of(
                        ACCOUNT + " is only understood on a machine of Google's; credentials in files are not read")
                : Optional.empty();
    }

    private Optional<IdentityToken> own() throws SigningException {
        ServiceRequest request = metadata("identity?audience=" + IdentityToken.AUDIENCE + "&format=full");
        ServiceResponse response = client.send(request);
        if (response.status() == NOT_FOUND) {
            // A machine without a service account.
            return Optional.empty();
        }
        byte[] text = fromGoogle(response, request).body(mediaType(response));
        return Optional.of(IdentityToken.answered(new String(text, StandardCharsets.US_ASCII), request));
    }

    private IdentityToken impersonate(String account) throws SigningException {
        if (!account.matches("[A-Za-z0-9._@-]{1,200}")) {
            throw SigningException.usage(ACCOUNT + " is not the name of a service account");
        }
        ServiceRequest asked = metadata("token?scopes=" + SCOPE);
        String access = text(fromGoogle(client.send(asked), asked), "access_token");
        if (!access.matches("[\\x21-\\x7e]+")) {
            throw SigningException.world(asked.name() + " answered with no access token");
        }
        ObjectNode body = StrictJson.object();
        body.put("audience", IdentityToken.AUDIENCE);
        body.put("includeEmail", true);
        String path = "/v1/projects/-/serviceAccounts/" + account + ":generateIdToken";
        HttpRequest http = HttpRequest.newBuilder(ServiceUrl.below(credentials, path))
                .header("Authorization", "Bearer " + access)
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofByteArray(StrictJson.write(body)))
                .build();
        var request = new ServiceRequest("identity provider", http, MAX_BYTES, List.of(access));
        return IdentityToken.answered(text(client.send(request), "token"), request);
    }

    private ServiceRequest metadata(String path) throws SigningException {
        String host = variables.text(METADATA_HOST).orElse(DEFAULT_METADATA_HOST);
        if (!host.matches("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:]{2,39}\\])(:\\d{1,5})?")) {
            throw SigningException.usage(METADATA_HOST + " is not a host");
        }
        // Plain, as Google serves it: the address is the machine's own link and never leaves it.
        HttpRequest http = HttpRequest.newBuilder(URI.create("http://" + host + DEFAULT_ACCOUNT + path))
                .header("Metadata-Flavor", "Google")
                .timeout(TIMEOUT)
                .build();
        return new ServiceRequest("metadata server", http, MAX_BYTES, List.of());
    }

    private static ServiceResponse fromGoogle(ServiceResponse response, ServiceRequest request)
            throws SigningException {
        if (!response.header("Metadata-Flavor").orElse("").equals("Google")) {
            throw SigningException.world(request.name() + " answered " + response.status()
                    + " and is not Google's: its answer has no Metadata-Flavor");
        }
        return response;
    }

    private static String text(ServiceResponse response, String member) throws SigningException {
        try {
            return response.json().text(member);
        } catch (MalformedJsonException e) {
            throw response.malformed(e);
        }
    }

    // The server calls a token text/html in some versions and application/text in others.
    private static String mediaType(ServiceResponse response) {
        return response.header("Content-Type")
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private boolean hasMetadata() {
        if (variables.has(METADATA_HOST)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(productName)) {
            return PRODUCTS.contains(new String(in.readNBytes(100), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            return false;
        }
    }
}
