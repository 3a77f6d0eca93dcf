package dev.attest.oci;

import dev.attest.oci.registry.Connections;
import dev.attest.oci.registry.CredentialFiles;
import dev.attest.oci.registry.Mirrors;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * How registries are talked to. Settings that are used for several repositories let them share their connections.
 * {@code plainHttp} allows HTTP without TLS to every registry that is opened, {@code plainHosts} to these, mirrors
 * among them; loopback hosts are always spoken to that way unless authorities are named. {@code timeout} bounds the wait
 * for an answer's head, for the whole of a document and for each next piece of a blob. {@code remarks} is told, in a
 * sentence each, what a user should know and what stops nothing.
 */
public record RegistrySettings(
        Connections connections,
        Credentials credentials,
        boolean plainHttp,
        Set<String> plainHosts,
        Mirrors mirrors,
        Duration timeout,
        Timing timing,
        Consumer<String> remarks) {

    /** The world's time: {@code random} gives numbers from 0 to 1 that spread retries. */
    public record Timing(Sleeper sleeper, DoubleSupplier random, Clock clock) {}

    public RegistrySettings {
        plainHosts = Set.copyOf(plainHosts);
    }

    /** Docker's and podman's credential files and the proxies as {@code environment} names them, 60 seconds. */
    public static RegistrySettings standard(Map<String, String> environment) {
        return new RegistrySettings(
                Connections.of(environment),
                new CredentialFiles(environment),
                false,
                Set.of(),
                Mirrors.none(),
                Duration.ofSeconds(60),
                new Timing(duration -> Thread.sleep(duration.toMillis()), Math::random, Clock.systemUTC()),
                remark -> {});
    }

    /** Whether the registry may be spoken to without TLS. */
    public boolean allowsPlainHttp(String registry) {
        return plainHttp || plainHosts.contains(registry);
    }

    public RegistrySettings withConnections(Connections other) {
        return new RegistrySettings(other, credentials, plainHttp, plainHosts, mirrors, timeout, timing, remarks);
    }

    public RegistrySettings withCredentials(Credentials other) {
        return new RegistrySettings(connections, other, plainHttp, plainHosts, mirrors, timeout, timing, remarks);
    }

    public RegistrySettings withPlainHttp(boolean allowed) {
        return new RegistrySettings(connections, credentials, allowed, plainHosts, mirrors, timeout, timing, remarks);
    }

    /** Hosts, with their ports where they have any, that need no TLS. */
    public RegistrySettings withPlainHosts(Set<String> hosts) {
        return new RegistrySettings(connections, credentials, plainHttp, hosts, mirrors, timeout, timing, remarks);
    }

    public RegistrySettings withMirrors(Mirrors other) {
        return new RegistrySettings(connections, credentials, plainHttp, plainHosts, other, timeout, timing, remarks);
    }

    public RegistrySettings withTimeout(Duration other) {
        return new RegistrySettings(connections, credentials, plainHttp, plainHosts, mirrors, other, timing, remarks);
    }

    public RegistrySettings withSleeper(Sleeper other) {
        return withTiming(new Timing(other, timing.random(), timing.clock()));
    }

    public RegistrySettings withTiming(Timing other) {
        return new RegistrySettings(connections, credentials, plainHttp, plainHosts, mirrors, timeout, other, remarks);
    }

    public RegistrySettings withRemarks(Consumer<String> other) {
        return new RegistrySettings(connections, credentials, plainHttp, plainHosts, mirrors, timeout, timing, other);
    }
}
