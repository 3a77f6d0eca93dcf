package dev.attest.oci.registry;

import dev.attest.oci.Artifact;
import dev.attest.oci.Credentials;
import dev.attest.oci.Descriptor;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** An image in a fake registry, and clients that do not sleep. */
abstract class RegistryFixture {
    static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    @TempDir
    Path folder;

    final List<Duration> slept = new ArrayList<>();

    FakeRegistry registry(Habit... habits) throws IOException {
        String digest = LayoutBuilder.image(
                folder, new TarWriter().file("etc/app", "content").bytes());
        FakeRegistry registry = FakeRegistry.start(habits);
        registry.load(folder, "latest", digest);
        return registry;
    }

    RegistrySettings settings() {
        return RegistrySettings.standard(Map.of())
                .withSleeper(slept::add)
                .withCredentials((registry, repository) ->
                        Optional.of(Credentials.Login.password(FakeRegistry.USER, FakeRegistry.PASSWORD)));
    }

    /** Settings that log in nowhere and note their pauses instead of making them. */
    static RegistrySettings anonymous(List<Duration> slept) {
        return RegistrySettings.standard(Map.of()).withSleeper(slept::add).withCredentials(Credentials.none());
    }

    Repository repository(FakeRegistry registry) throws IOException, MalformedImageException {
        return new Repositories(() -> settings()).open(reference(registry, ":latest"));
    }

    static Reference reference(FakeRegistry registry, String suffix) {
        return References.parse(registry.host() + "/team/app" + suffix, Optional.empty());
    }

    static Artifact artifact(String text) {
        return new Artifact(
                BUNDLE, text.getBytes(StandardCharsets.UTF_8), Map.of("dev.sigstore.bundle.content", "dsse-envelope"));
    }

    static String tag(Descriptor root) {
        return root.digest().toString().replace(':', '-');
    }

    static byte[] index(String... entries) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":["
                        + String.join(",", entries) + "],\"annotations\":{\"k\":\"v\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static FakeRegistry.Hook referrersAnswer(int status, String mediaType) {
        return exchange -> {
            boolean referrers = exchange.getRequestURI().getPath().contains("/referrers/");
            if (referrers) {
                FakeRegistry.answer(exchange, status, mediaType, "nothing".getBytes(StandardCharsets.UTF_8));
            }
            return referrers;
        };
    }

    static long pushes(FakeRegistry registry) {
        return registry.requests().stream()
                .filter(request -> request.startsWith("PUT") || request.startsWith("POST"))
                .count();
    }
}
