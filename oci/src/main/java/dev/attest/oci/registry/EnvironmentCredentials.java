package dev.attest.oci.registry;

import dev.attest.oci.Credentials;
import dev.attest.oci.References;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The login that {@code ATTEST_REGISTRY_*} names, for the one registry {@code ATTEST_REGISTRY_HOST} and no other, so that
 * no image's name can draw it elsewhere: {@code _USERNAME} with {@code _PASSWORD}, or {@code _IDENTITY_TOKEN}, for which
 * the registry's token service gives tokens, or {@code _TOKEN}, which the registry takes as it is. Everybody else's
 * logins come from where they came from.
 */
public final class EnvironmentCredentials implements Credentials {
    private static final String PREFIX = "ATTEST_REGISTRY_";
    private static final String HOST = PREFIX + "HOST";
    private static final String USERNAME = PREFIX + "USERNAME";
    private static final String PASSWORD = PREFIX + "PASSWORD";
    private static final String IDENTITY_TOKEN = PREFIX + "IDENTITY_TOKEN";
    private static final String TOKEN = PREFIX + "TOKEN";

    private final String host;
    private final Login login;
    private final Credentials others;

    private EnvironmentCredentials(String host, Login login, Credentials others) {
        this.host = host;
        this.login = login;
        this.others = others;
    }

    /**
     * The login of {@code environment} before {@code others}, which are all there is where it names none. {@code
     * IllegalArgumentException} when some of it is missing, empty or too much.
     */
    public static Credentials of(Map<String, String> environment, Credentials others) {
        List<String> given = Stream.of(USERNAME, PASSWORD, IDENTITY_TOKEN, TOKEN)
                .filter(environment::containsKey)
                .toList();
        if (given.stream().allMatch(name -> value(environment, name).isEmpty())) {
            return others;
        }
        String host = host(environment)
                .orElseThrow(() -> new IllegalArgumentException(
                        HOST + " is missing: it names the registry that the login in " + given.get(0) + " is for"));
        for (String name : given) {
            if (value(environment, name).isEmpty()) {
                throw new IllegalArgumentException(name + " is empty");
            }
        }
        return new EnvironmentCredentials(host, login(environment, given), others);
    }

    /** The registry that {@code ATTEST_REGISTRY_HOST} names. */
    public static Optional<String> host(Map<String, String> environment) {
        try {
            return value(environment, HOST).map(String::strip).map(References::registryName);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(HOST + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Login> find(String registry, String repository) throws IOException {
        return registry.equalsIgnoreCase(host) ? Optional.of(login) : others.find(registry, repository);
    }

    private static Login login(Map<String, String> environment, List<String> given) {
        if (given.equals(List.of(IDENTITY_TOKEN))) {
            return Login.identityToken(token(environment, IDENTITY_TOKEN));
        }
        if (given.equals(List.of(TOKEN))) {
            return Login.registryToken(token(environment, TOKEN));
        }
        if (given.equals(List.of(USERNAME, PASSWORD))) {
            String user = value(environment, USERNAME).orElseThrow();
            if (user.contains(":")) {
                throw new IllegalArgumentException(USERNAME + " has a colon, which no user name can have");
            }
            return Login.password(user, value(environment, PASSWORD).orElseThrow());
        }
        throw new IllegalArgumentException("a login is " + USERNAME + " with " + PASSWORD + ", or " + IDENTITY_TOKEN
                + " alone, or " + TOKEN + " alone; here there is " + String.join(", ", given));
    }

    private static String token(Map<String, String> environment, String name) {
        String token = value(environment, name).orElseThrow().strip();
        if (!token.matches("[\\x21-\\x7e]{1,65536}")) {
            throw new IllegalArgumentException(name + " holds characters that no token has");
        }
        return token;
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
