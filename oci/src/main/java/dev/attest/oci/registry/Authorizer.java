package dev.attest.oci.registry;

import dev.attest.oci.Credentials.Login;
import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Answers a registry's challenges for one repository: Basic, or a token for exactly the scope that is needed
 * (distribution token specification). What worked is kept per scope, and however many requests need a token at once,
 * one asks for it.
 */
final class Authorizer {
    private final RegistrySettings settings;
    private final Endpoint endpoint;
    private final String repository;
    private final TokenService tokens;
    private final Map<Scope, String> headers = new HashMap<>();
    private final Map<Scope, FutureTask<Optional<String>>> underWay = new HashMap<>();

    @Nullable
    private Challenge challenge;

    Authorizer(RegistrySettings settings, Endpoint endpoint, String repository) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.repository = repository;
        this.tokens = new TokenService(endpoint, repository, new Transport(settings, endpoint));
    }

    /** The header that such requests need, as far as the registry has said already that they need one. */
    Optional<String> known(Scope scope) throws IOException {
        synchronized (this) {
            Optional<String> kept = kept(scope);
            if (kept.isPresent() || challenge == null) {
                return kept;
            }
        }
        return header(scope);
    }

    /** The header that answers a 401 to a request that had {@code used}; empty when there is none to answer it with. */
    Optional<String> answer(HttpResponse<?> refused, Scope scope, Optional<String> used) throws IOException {
        Optional<Challenge> asked = Challenge.best(refused.headers().allValues("WWW-Authenticate"));
        synchronized (this) {
            used.ifPresent(header -> headers.values().removeIf(header::equals));
            if (asked.isEmpty()) {
                return Optional.empty();
            }
            challenge = asked.get();
            Optional<String> renewed = kept(scope);
            if (renewed.isPresent()) {
                return renewed;
            }
        }
        // What was refused once is not good the second time.
        return header(scope).filter(header -> !used.equals(Optional.of(header)));
    }

    private Optional<String> kept(Scope scope) {
        String exact = headers.get(scope);
        return exact != null
                ? Optional.of(exact)
                : headers.entrySet().stream()
                        .filter(entry -> entry.getKey().covers(scope))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    private Optional<String> header(Scope scope) throws IOException {
        FutureTask<Optional<String>> task;
        synchronized (this) {
            Optional<String> kept = kept(scope);
            Challenge asked = challenge;
            if (kept.isPresent() || asked == null) {
                return kept;
            }
            task = underWay.computeIfAbsent(scope, key -> new FutureTask<>(() -> make(asked, scope)));
        }
        // The first who comes does it, for the others it is done or they wait.
        task.run();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for registry " + endpoint.registry(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Optional<String> make(Challenge asked, Scope scope) throws IOException {
        Optional<String> header = Optional.empty();
        try {
            Optional<Login> login = settings.credentials().find(endpoint.registry(), repository);
            header = asked.scheme() == Challenge.Scheme.BASIC
                    ? login.filter(found -> found.kind() == Login.Kind.PASSWORD).map(Authorizer::basic)
                    : Optional.of("Bearer " + token(asked, login, scope));
            return header;
        } finally {
            synchronized (this) {
                header.ifPresent(value -> headers.put(scope, value));
                underWay.remove(scope);
            }
        }
    }

    private String token(Challenge asked, Optional<Login> login, Scope scope) throws IOException {
        return login.isPresent() && login.get().kind() == Login.Kind.REGISTRY_TOKEN
                ? login.get().secret()
                : tokens.token(asked, login, scope);
    }

    static String basic(Login login) {
        byte[] pair = (login.user() + ":" + login.secret()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
