package dev.attest.signing.oidc;

import dev.attest.signing.oidc.spiffe.WorkloadApi;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The identity that a SPIFFE agent knows this process by: a JWT-SVID from the socket that {@code SPIFFE_ENDPOINT_SOCKET}
 * names (SPIFFE Workload Endpoint §4). An agent behind TCP is not asked: nothing there tells one process from another.
 */
public final class Spiffe implements TokenSource {
    private static final String VARIABLE = "SPIFFE_ENDPOINT_SOCKET";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Variables variables;
    private final Duration patience;

    public Spiffe(Map<String, String> environment) {
        this(environment, PATIENCE);
    }

    Spiffe(Map<String, String> environment, Duration patience) {
        this.variables = new Variables(environment);
        this.patience = patience;
    }

    @Override
    public String name() {
        return "SPIFFE (" + VARIABLE + ")";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        Optional<String> address = variables.text(VARIABLE);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Path socket = socket(address.get());
        String text;
        try {
            text = WorkloadApi.fetchJwtSvid(socket, IdentityToken.AUDIENCE, patience);
        } catch (IOException e) {
            throw SigningException.world("the SPIFFE agent at " + socket + " " + e.getMessage());
        }
        try {
            return Optional.of(IdentityToken.parse(text));
        } catch (SigningException e) {
            throw SigningException.world("the SPIFFE agent at " + socket
                    + " answered with no token that a certificate authority takes: " + e.getMessage());
        }
    }

    // Users write a URI (unix:///run/agent.sock, unix:/run/agent.sock) or, as cosign has it, the path alone.
    private static Path socket(String address) throws SigningException {
        String path = address.startsWith("unix:") ? address.substring("unix:".length()) : address;
        try {
            Path socket = Path.of(path.startsWith("//") ? path.substring(2) : path);
            if (socket.isAbsolute()) {
                return socket;
            }
        } catch (InvalidPathException e) {
            throw SigningException.usage(VARIABLE + " is not the path of a socket");
        }
        throw SigningException.usage(VARIABLE + " is not the absolute path of a Unix domain socket");
    }
}
