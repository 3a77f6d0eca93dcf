package dev.attest.signing.tuf;

import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.ServiceRequest;
import dev.attest.signing.service.ServiceResponse;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Fetches files of one repository, each up to a bound. */
final class Downloads {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ServiceClient client;

    Downloads(ServiceClient client) {
        this.client = client;
    }

    /** The file; that there is none is an error. {@code what} begins messages about it. */
    byte[] file(URI address, int maxBytes, String what) throws IOException, TufException {
        try {
            return ask(address, maxBytes, what).file();
        } catch (SigningException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }

    /** The file, or empty when the repository has none; some stores say "forbidden" of what is not there. */
    Optional<byte[]> fileIfAny(URI address, int maxBytes, String what) throws IOException, TufException {
        try {
            ServiceResponse response = ask(address, maxBytes, what);
            boolean none = response.status() == 404 || response.status() == 403;
            return none ? Optional.empty() : Optional.of(response.file());
        } catch (SigningException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }

    private ServiceResponse ask(URI address, int maxBytes, String what) throws TufException, SigningException {
        HttpRequest http =
                HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
        try {
            return client.send(new ServiceRequest("TUF repository", http, maxBytes, List.of()));
        } catch (SigningException e) {
            if (e.isTooLong()) {
                throw new TufException(Check.LENGTH, what + ": longer than the " + maxBytes + " bytes it may have");
            }
            throw e;
        }
    }
}
