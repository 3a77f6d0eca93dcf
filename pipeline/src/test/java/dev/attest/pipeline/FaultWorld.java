package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.SigningSession;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.Fault;
import dev.attest.testvectors.FaultProxy;
import dev.attest.testvectors.Injection;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An image in a registry of its own behind a fault proxy; somebody else attached something to it before. */
final class FaultWorld implements AutoCloseable {
    private static final String NAME = "/team/app:1.0";
    private static final RegistrySettings SETTINGS =
            RegistrySettings.standard(Map.of()).withSleeper(pause -> {});
    private static final Set<PredicateType> ONLY = Set.of(PredicateType.SIGNATURE, PredicateType.FACTS);

    private final Workshop workshop;
    private final SigningSession session;
    private final FakeRegistry registry;
    private final FaultProxy proxy;
    private final Digest digest;
    private final Digest foreign;
    private RegistrySettings settings = SETTINGS;

    FaultWorld(Workshop workshop, SigningSession session, Path layout, String digest, Set<Habit> habits)
            throws IOException {
        this.workshop = workshop;
        this.session = session;
        this.digest = Digest.parse(digest);
        registry = FakeRegistry.start(habits.toArray(new Habit[0]));
        registry.load(layout, "1.0", digest);
        foreign = Digest.parse(attachByAnother());
        proxy = FaultProxy.start(URI.create("http://" + registry.host()));
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** From now on this fault strikes; whoever is kept waiting is impatient. */
    void inject(Injection injection) {
        proxy.inject(injection);
        settings = injection.fault() == Fault.STALLED ? SETTINGS.withTimeout(Duration.ofSeconds(1)) : SETTINGS;
    }

    /** From now on nothing is wrong. */
    void clear() {
        proxy.clear();
        settings = SETTINGS;
    }

    SignReport sign() throws Exception {
        try (Repository repository = open()) {
            return workshop.sign(repository, Workshop.order(image(), ONLY), session);
        }
    }

    VerifyReport verify() throws Exception {
        try (Repository repository = open()) {
            return workshop.verify(
                    repository,
                    new VerifyQuestion(
                            image(),
                            Profile.SIGNED,
                            Optional.of(Workshop.identity(Workshop.DEVELOPER)),
                            Optional.empty()));
        }
    }

    /** Whether what somebody else attached is still listed. */
    boolean isForeignListed() throws Exception {
        try (Repository repository = open()) {
            return repository.referrers(digest).stream().map(Descriptor::digest).anyMatch(foreign::equals);
        }
    }

    /** Statements that are listed under more than one bundle: signed twice. */
    static long signedTwice(VerifyReport report) {
        Map<Digest, Set<Digest>> bundles = new HashMap<>();
        for (Evidence evidence : report.subject().evidence()) {
            if (evidence instanceof Evidence.Accepted accepted) {
                bundles.computeIfAbsent(Digest.sha256(accepted.verified().payload()), any -> new HashSet<>())
                        .add(Digest.sha256(accepted.verified().bundle().bytes()));
            }
        }
        return bundles.values().stream().filter(all -> all.size() > 1).count();
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        registry.close();
    }

    private Repository open() throws Exception {
        return new Repositories(() -> settings).open(image());
    }

    private Reference image() {
        return References.parse(proxy.host() + NAME, Optional.empty());
    }

    private String attachByAnother() {
        String subject = "{\"mediaType\":\"" + LayoutBuilder.MANIFEST + "\",\"digest\":\"" + digest + "\",\"size\":"
                + registry.manifest("1.0").length + "}";
        byte[] manifest = text("{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.MANIFEST
                + "\",\"artifactType\":\"text/x-note\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\","
                + "\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},"
                + "\"layers\":[],\"subject\":" + subject + "}");
        String attached = LayoutBuilder.sha256(manifest);
        registry.manifest(attached, LayoutBuilder.MANIFEST, manifest);
        byte[] index = text("{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.INDEX
                + "\",\"manifests\":[{\"mediaType\":\"" + LayoutBuilder.MANIFEST + "\",\"digest\":\"" + attached
                + "\",\"size\":" + manifest.length + ",\"artifactType\":\"text/x-note\"}]}");
        registry.manifest(digest.toString().replace(':', '-'), LayoutBuilder.INDEX, index);
        return attached;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
