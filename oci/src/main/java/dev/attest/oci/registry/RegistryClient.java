package dev.attest.oci.registry;

import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Requests to one repository of a registry: logged in where it asks for that, redirected without telling secrets. */
final class RegistryClient {
    private static final int MAX_REDIRECTS = 5;

    private final Endpoint endpoint;
    private final String repository;
    private final Authorizer authorizer;
    private final Transport transport;

    RegistryClient(String registry, String repository, RegistrySettings settings) {
        this.endpoint = Endpoint.of(registry, settings.plainHttp());
        this.repository = repository;
        this.authorizer = new Authorizer(settings, endpoint, repository);
        this.transport = new Transport(settings, registry);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String name() {
        return endpoint.registry() + "/" + repository;
    }

    Transport transport() {
        return transport;
    }

    /** The address of something in this repository, such as {@code manifests/latest}. */
    URI uri(String path) {
        return endpoint.resolve(repository + "/" + path);
    }

    /** The answer after login and redirects, whatever its status; its body is open. */
    HttpResponse<InputStream> send(RegistryRequest request, boolean push) throws IOException {
        HttpResponse<InputStream> response = authorised(request, push);
        URI at = request.uri();
        for (int redirects = 0; isRedirect(response) && !request.isWrite(); redirects++) {
            if (redirects == MAX_REDIRECTS) {
                throw new IOException("registry " + endpoint.registry() + " redirects without end");
            }
            Answers.discard(response);
            at = endpoint.follow(at, Answers.header(response, "Location"));
            // Storage gets an address that is good by itself, never the registry's credentials.
            response = endpoint.isSame(at)
                    ? authorised(request.at(at), push)
                    : transport.send(request.at(at), Optional.empty());
        }
        return response;
    }

    IOException failure(HttpResponse<InputStream> response, String what) {
        return Answers.failure(response, endpoint.registry(), what);
    }

    private HttpResponse<InputStream> authorised(RegistryRequest request, boolean push) throws IOException {
        boolean own = endpoint.isSame(request.uri());
        HttpResponse<InputStream> response = transport.send(request, own ? authorizer.known(push) : Optional.empty());
        if (response.statusCode() != 401 || !own) {
            return response;
        }
        Optional<String> authorization = authorizer.answer(response, push);
        if (authorization.isEmpty()) {
            return response;
        }
        Answers.discard(response);
        return transport.send(request, authorization);
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        int status = response.statusCode();
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }
}
