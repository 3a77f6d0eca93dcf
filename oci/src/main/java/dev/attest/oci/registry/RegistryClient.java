package dev.attest.oci.registry;

import dev.attest.oci.Reference;
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
        this(Endpoint.of(registry, settings), repository, settings, Transport.TRIES);
    }

    private RegistryClient(Endpoint endpoint, String repository, RegistrySettings settings, int tries) {
        this.endpoint = endpoint;
        this.repository = repository;
        this.authorizer = new Authorizer(settings, endpoint, repository);
        this.transport = new Transport(settings, endpoint, tries);
    }

    /** For a mirror, which is tried once: there is another place to ask. */
    static RegistryClient mirror(Reference.Registry mirror, RegistrySettings settings) {
        return new RegistryClient(Endpoint.mirror(mirror.registry(), settings), mirror.repository(), settings, 1);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String repository() {
        return repository;
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

    /**
     * The answer after login and redirects, whatever its status; its body is open. {@code push} asks for the right to
     * write, as a GET that leads to a write does too.
     */
    HttpResponse<InputStream> send(RegistryRequest request, boolean push) throws IOException {
        return send(request, Scope.of(repository, push));
    }

    /**
     * The same for the request that mounts a blob of {@code fromRepository}, a repository of the same registry: one login
     * may write here and read there (distribution-spec, "Mounting a blob from another repository").
     */
    HttpResponse<InputStream> sendMounting(RegistryRequest request, String fromRepository) throws IOException {
        return send(request, Scope.mounting(repository, fromRepository));
    }

    private HttpResponse<InputStream> send(RegistryRequest request, Scope scope) throws IOException {
        HttpResponse<InputStream> response = authorised(request, scope);
        URI at = request.uri();
        for (int redirects = 0; isRedirect(response); redirects++) {
            if (redirects == MAX_REDIRECTS) {
                throw new IOException("registry " + endpoint.registry() + " redirects without end");
            }
            Answers.discard(response);
            at = endpoint.follow(at, Answers.header(response, "Location"));
            if (request.isWrite() && !(keepsMethod(response) && endpoint.isSame(at))) {
                throw new IOException(
                        "registry " + endpoint.registry() + " answers a push with " + response.statusCode()
                                + " to " + at.getScheme() + "://" + at.getRawAuthority()
                                + ", which is not followed; name the repository there if that is where it belongs");
            }
            // Storage gets an address that is good by itself, never the registry's credentials.
            response = endpoint.isSame(at)
                    ? authorised(request.at(at), scope)
                    : transport.send(request.at(at), Optional.empty());
        }
        return response;
    }

    IOException failure(HttpResponse<InputStream> response, String what) {
        return Answers.failure(response, endpoint.registry(), what);
    }

    private HttpResponse<InputStream> authorised(RegistryRequest request, Scope scope) throws IOException {
        boolean own = endpoint.isSame(request.uri());
        Optional<String> used = own ? authorizer.known(scope) : Optional.empty();
        HttpResponse<InputStream> response = transport.send(request, used);
        if (response.statusCode() != 401 || !own) {
            return response;
        }
        Optional<String> authorization = authorizer.answer(response, scope, used);
        if (authorization.isEmpty()) {
            return response;
        }
        Answers.discard(response);
        return transport.send(request, authorization);
    }

    private static boolean keepsMethod(HttpResponse<?> response) {
        return response.statusCode() == 307 || response.statusCode() == 308;
    }

    private static boolean isRedirect(HttpResponse<?> response) {
        int status = response.statusCode();
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }
}
