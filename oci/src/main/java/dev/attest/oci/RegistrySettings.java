package dev.attest.oci;

import dev.attest.oci.registry.CredentialFiles;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * How registries are talked to. {@code plainHttp} allows unencrypted HTTP to any host; loopback hosts are always spoken to
 * that way first. {@code timeout} bounds the wait for an answer's head and for each next piece of its body. {@code
 * random} gives numbers from 0 to 1 that spread retries.
 */
public record RegistrySettings(
        HttpClient http,
        Credentials credentials,
        boolean plainHttp,
        Duration timeout,
        Sleeper sleeper,
        DoubleSupplier random) {

    /** Docker's and podman's credential files as {@code environment} places them, HTTP/1.1, 60 seconds. */
    public static RegistrySettings standard(Map<String, String> environment) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        return new RegistrySettings(
                http,
                new CredentialFiles(environment),
                false,
                Duration.ofSeconds(60),
                duration -> Thread.sleep(duration.toMillis()),
                Math::random);
    }

    public RegistrySettings withCredentials(Credentials other) {
        return new RegistrySettings(http, other, plainHttp, timeout, sleeper, random);
    }

    public RegistrySettings withPlainHttp(boolean allowed) {
        return new RegistrySettings(http, credentials, allowed, timeout, sleeper, random);
    }

    public RegistrySettings withTimeout(Duration other) {
        return new RegistrySettings(http, credentials, plainHttp, other, sleeper, random);
    }

    public RegistrySettings withSleeper(Sleeper other) {
        return new RegistrySettings(http, credentials, plainHttp, timeout, other, random);
    }
}
