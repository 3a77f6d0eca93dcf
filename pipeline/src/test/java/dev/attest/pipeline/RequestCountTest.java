package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.policy.Profile;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import dev.attest.signing.SigningSession;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many requests of which kind an operation makes, and how many of them wait for one another. */
class RequestCountTest extends WorkshopTest {
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final Pattern CONFIG = Pattern.compile("\"config\":\\{[^}]*\"digest\":\"(sha256:[0-9a-f]{64})\"");

    private final ExecutorService executor = Executors.newFixedThreadPool(16);

    @SuppressWarnings("NullAway.Init")
    private SigningSession session;

    @SuppressWarnings("NullAway.Init")
    private FakeRegistry registry;

    private Set<String> configs = Set.of();

    @BeforeEach
    void session() throws Exception {
        session = workshop.session(Workshop.DEVELOPER);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void verify_resolves_once_lists_once_and_asks_twice_for_each_bundle(boolean api) throws Exception {
        start(api);
        int bundles = sign().attached().size();
        int from = registry.requests().size();
        assertThat(Workshop.isAccepted(verify())).isTrue();
        assertThat(counts(from))
                .isEqualTo(counts(
                        "RESOLVE 1, CONFIG 1, REFERRERS 1, FALLBACK 1, MANIFEST " + bundles + ", BLOB " + bundles));
    }

    @Test
    void verify_waits_for_no_bundle_before_it_asks_for_the_next() throws Exception {
        start(true);
        sign();
        registry.latency(LATENCY);
        int from = registry.requests().size();
        assertThat(Workshop.isAccepted(verify())).isTrue();
        // Resolution, configuration, API beside fallback tag, manifests, bundles.
        assertThat(registry.longestChain(from)).isLessThanOrEqualTo(5);
    }

    @Test
    void sign_again_only_reads_beside_the_proof_that_it_may_write() throws Exception {
        start(true);
        int bundles = sign().attached().size();
        int from = registry.requests().size();
        sign();
        Map<Step, Long> counts = counts(from);
        assertThat(counts).containsEntry(Step.UPLOAD_START, 1L).containsEntry(Step.UPLOAD_END, 1L);
        counts.keySet().removeAll(Set.of(Step.UPLOAD_START, Step.UPLOAD_END));
        assertThat(counts.keySet()).allMatch(Step::isRead);
        assertThat(counts(from)).containsEntry(Step.RESOLVE, 1L).containsEntry(Step.MANIFEST, (long) bundles);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sign_pushes_each_bundle_once(boolean api) throws Exception {
        start(api);
        int bundles = sign().attached().size();
        Map<Step, Long> counts = counts(0);
        // One blob more than bundles: the empty configuration, which proves that pushing is allowed and is not asked
        // for.
        assertThat(counts)
                .containsEntry(Step.RESOLVE, 1L)
                .containsEntry(Step.CONFIG, 1L)
                .containsEntry(Step.BLOB, 1L)
                .containsEntry(Step.BLOB_HEAD, (long) bundles)
                .containsEntry(Step.UPLOAD_START, bundles + 1L)
                .containsEntry(Step.UPLOAD_END, bundles + 1L)
                .containsEntry(Step.MANIFEST_PUT, (long) bundles);
        assertThat(counts.getOrDefault(Step.FALLBACK_PUT, 0L)).isEqualTo(api ? 0L : 1L);
        // To find what is there (asked twice before nothing is), to attach, and to see that it arrived.
        assertThat(counts.getOrDefault(Step.REFERRERS, 0L)).isEqualTo(3);
        assertThat(counts.getOrDefault(Step.FALLBACK, 0L)).isLessThanOrEqualTo(api ? 2 : 7);
    }

    private void start(boolean api) throws Exception {
        String digest = Images.single(layout.folder());
        registry = api ? FakeRegistry.start(Habit.REFERRERS_API) : FakeRegistry.start();
        registry.load(layout.folder(), "1.0", digest);
        var config = CONFIG.matcher(new String(registry.manifest("1.0"), StandardCharsets.UTF_8));
        assertThat(config.find()).isTrue();
        configs = Set.of(config.group(1));
    }

    private SignReport sign() throws Exception {
        try (Repository repository = Workshop.open(image())) {
            return new SignImage(
                            new ImageScanner(executor, ScanLimits.DEFAULT), workshop.verifier(), executor, what -> {})
                    .sign(Places.same(repository), Workshop.order(image(), Set.of()), session);
        }
    }

    private VerifyReport verify() throws Exception {
        try (Repository repository = Workshop.open(image())) {
            return new VerifyImage(Optional.of(workshop.verifier()), executor)
                    .verify(
                            Places.same(repository),
                            new VerifyQuestion(
                                    image(),
                                    Profile.PROD,
                                    Optional.of(Workshop.identity(Workshop.DEVELOPER)),
                                    Optional.empty()));
        }
    }

    private Reference image() {
        return References.parse(registry.host() + "/team/app:1.0", Optional.empty());
    }

    private Map<Step, Long> counts(int from) {
        var counts = new EnumMap<Step, Long>(Step.class);
        registry.steps(from, configs).forEach(step -> counts.merge(step, 1L, Long::sum));
        return counts;
    }

    /** Counts that are written as in {@code RESOLVE 1, CONFIG 1}. */
    private static Map<Step, Long> counts(String text) {
        var counts = new TreeMap<Step, Long>();
        for (String part : text.split(", ", -1)) {
            String[] words = part.split(" ", 2);
            counts.put(Step.valueOf(words[0]), Long.valueOf(words[1]));
        }
        return counts;
    }
}
