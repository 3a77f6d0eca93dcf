package dev.attest.oci.registry;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Logins from the files that docker and podman write: {@code REGISTRY_AUTH_FILE} alone if it is set, else docker's
 * {@code config.json}, then podman's {@code auth.json}. A helper named for the registry comes first, then the store, then
 * {@code auths}, where the longest matching name wins (containers-auth.json(5)).
 */
public final class CredentialFiles implements Credentials {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern PLACE = Pattern.compile("line [0-9]{1,9}, column [0-9]{1,9}");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, String> environment;
    private final Duration patience;

    public CredentialFiles(Map<String, String> environment) {
        this(environment, PATIENCE);
    }

    /** {@code patience} is how long a helper may take. */
    CredentialFiles(Map<String, String> environment, Duration patience) {
        this.environment = Map.copyOf(environment);
        this.patience = patience;
    }

    @Override
    public Optional<Login> find(String registry, String repository) throws IOException {
        for (Path file : files()) {
            if (Files.isRegularFile(file)) {
                Optional<Login> login = find(file, registry, repository);
                if (login.isPresent()) {
                    return login;
                }
            }
        }
        return Optional.empty();
    }

    private List<Path> files() {
        Optional<Path> named = path("REGISTRY_AUTH_FILE");
        if (named.isPresent()) {
            return List.of(named.get());
        }
        Optional<Path> home = path("HOME");
        var files = new ArrayList<Path>();
        path("DOCKER_CONFIG")
                .or(() -> home.map(folder -> folder.resolve(".docker")))
                .ifPresent(folder -> files.add(folder.resolve("config.json")));
        path("XDG_RUNTIME_DIR").ifPresent(folder -> files.add(folder.resolve("containers/auth.json")));
        path("XDG_CONFIG_HOME")
                .or(() -> home.map(folder -> folder.resolve(".config")))
                .ifPresent(folder -> files.add(folder.resolve("containers/auth.json")));
        return files;
    }

    private Optional<Path> path(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    private Optional<Login> find(Path file, String registry, String repository) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("credentials in " + file + ": larger than " + MAX_BYTES + " bytes");
            }
            JsonObject config = parse(file);
            List<String> names = names(registry);
            Map<String, String> helpers = config.textMap("credHelpers");
            for (String name : names) {
                if (helpers.containsKey(name)) {
                    return helper(String.valueOf(helpers.get(name))).get(name);
                }
            }
            Optional<String> store = config.optionalText("credsStore").filter(name -> !name.isEmpty());
            if (store.isPresent()) {
                Optional<Login> stored = helper(store.get()).get(names.get(0));
                if (stored.isPresent()) {
                    return stored;
                }
            }
            Optional<JsonObject> auths = config.optionalObject("auths");
            return auths.isEmpty() ? Optional.empty() : inFile(auths.get(), names, repository);
        } catch (MalformedJsonException e) {
            throw new IOException("credentials in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonObject parse(Path file) throws IOException {
        try {
            return StrictJson.parseObject(Files.readAllBytes(file), "credentials");
        } catch (MalformedJsonException e) {
            // Without its message but for the place: it repeats what it stumbled over, which may be a password.
            Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
            throw new IOException(
                    "credentials in " + file + " cannot be read: not JSON" + (place.find() ? ": " + place.group() : ""),
                    null);
        }
    }

    private CredentialHelper helper(String name) throws IOException {
        return new CredentialHelper(name, environment, patience);
    }

    /** The names under which a registry's login is kept, the usual one first. */
    private static List<String> names(String registry) {
        return registry.equals("docker.io")
                ? List.of("https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io")
                : List.of(registry, "https://" + registry, "http://" + registry);
    }

    private static Optional<Login> inFile(JsonObject auths, List<String> names, String repository)
            throws MalformedJsonException {
        for (String path = "/" + repository; !path.isEmpty(); path = path.substring(0, path.lastIndexOf('/'))) {
            for (String name : names) {
                Optional<Login> login = entry(auths, name + path);
                if (login.isPresent()) {
                    return login;
                }
            }
        }
        for (String name : names) {
            for (String suffix : List.of("", "/", "/v1/", "/v2/", "/v1", "/v2")) {
                Optional<Login> login = entry(auths, name + suffix);
                if (login.isPresent()) {
                    return login;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Login> entry(JsonObject auths, String name) throws MalformedJsonException {
        Optional<JsonObject> found = auths.optionalObject(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonObject entry = found.get();
        Optional<String> token = entry.optionalText("identitytoken").filter(value -> !value.isEmpty());
        if (token.isPresent()) {
            return Optional.of(Login.identityToken(token.get()));
        }
        Optional<String> ready = entry.optionalText("registrytoken").filter(value -> !value.isEmpty());
        if (ready.isPresent()) {
            if (!ready.get().matches("[\\x21-\\x7e]{1,65536}")) {
                throw entry.malformed("registrytoken", "a token");
            }
            return Optional.of(Login.registryToken(ready.get()));
        }
        Optional<byte[]> auth = entry.optionalBase64("auth");
        if (auth.isEmpty() || auth.get().length == 0) {
            return apart(entry);
        }
        String pair = new String(auth.get(), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw entry.malformed("auth", "a user and a password");
        }
        // Docker takes off the zeros that some programs fill up with.
        String password = pair.substring(colon + 1).replaceFirst("\\x00+$", "");
        return Optional.of(Login.password(pair.substring(0, colon), password));
    }

    /** User and password beside each other, as in Kubernetes' image pull secrets. */
    private static Optional<Login> apart(JsonObject entry) throws MalformedJsonException {
        Optional<String> user = entry.optionalText("username").filter(value -> !value.isEmpty());
        Optional<String> password = entry.optionalText("password").filter(value -> !value.isEmpty());
        return user.isPresent() && password.isPresent()
                ? Optional.of(Login.password(user.get(), password.get()))
                : Optional.empty();
    }
}
