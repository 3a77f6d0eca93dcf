package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a repository may do to a gate, beside holding the wrong things. */
class EvidenceCollectorTest extends WorkshopTest {
    private Images.Index index = new Images.Index("", "", "");

    @BeforeEach
    void sign() throws Exception {
        index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
    }

    private VerifyReport verify(Repository repository) throws Exception {
        try (repository) {
            return workshop.verify(
                    repository,
                    new VerifyQuestion(
                            reference(),
                            Profile.PROD,
                            Optional.of(Workshop.identity(Workshop.DEVELOPER)),
                            Optional.empty()));
        }
    }

    private Repository good() throws Exception {
        return Workshop.open(reference());
    }

    private static Descriptor unknown(int number) {
        return new Descriptor(
                MediaTypes.OCI_MANIFEST, Digest.sha256(("unknown " + number).getBytes(StandardCharsets.UTF_8)), number);
    }

    @Test
    void a_listing_that_fails_for_one_platform_decides_nothing() throws Exception {
        for (String failing : List.of(index.digest(), index.amd(), index.arm())) {
            for (IOException failure : List.of(new IOException("429"), new NotFoundException("404"))) {
                assertThatThrownBy(() -> verify(new FaultyRepository(good()) {
                            @Override
                            public List<Descriptor> referrers(Digest subject)
                                    throws IOException, MalformedImageException {
                                if (subject.toString().equals(failing)) {
                                    throw failure;
                                }
                                return super.referrers(subject);
                            }
                        }))
                        .isSameAs(failure);
            }
        }
    }

    @Test
    void a_listing_that_is_malformed_is_refused_as_malformed() throws Exception {
        assertThatThrownBy(() -> verify(new FaultyRepository(good()) {
                    @Override
                    public List<Descriptor> referrers(Digest subject) throws MalformedImageException {
                        throw new MalformedImageException("not an index");
                    }
                }))
                .isInstanceOf(MalformedImageException.class)
                .hasMessage("not an index");
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_fault_of_the_verifier_decides_nothing() throws Exception {
        try (Repository repository = good()) {
            var collector = new EvidenceCollector(repository, workshop.verifier(), workshop.executor());
            Digest root = Digest.parse(index.digest());
            assertThat(collector.collect(List.of(root), Workshop.identity(Workshop.DEVELOPER)))
                    .isNotEmpty();
            assertThatThrownBy(() -> collector.collect(List.of(root), null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not be judged")
                    .hasMessageContaining("the verifier failed");
        }
    }

    @Test
    void a_blob_that_cannot_be_read_decides_nothing_and_one_that_is_gone_is_missing() throws Exception {
        List<String> bundles = layout.bundles();
        assertThatThrownBy(() -> verify(blobsFail(bundles, new IOException("connection reset"))))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        VerifyReport missing = verify(blobsFail(bundles, new NotFoundException("404")));
        assertThat(Workshop.isAccepted(missing)).isFalse();
        assertThat(missing.subject().evidence()).hasSize(13).allSatisfy(evidence -> assertThat(
                        ((Evidence.Rejected) evidence).reason())
                .isEqualTo("MISSING"));
    }

    private FaultyRepository blobsFail(List<String> bundles, IOException failure) throws Exception {
        return new FaultyRepository(good()) {
            @Override
            public InputStream blob(Descriptor descriptor) throws IOException, MalformedImageException {
                if (bundles.contains(descriptor.digest().toString())) {
                    throw failure;
                }
                return super.blob(descriptor);
            }
        };
    }

    @Test
    void referrers_that_are_not_there_or_of_another_kind_are_left_aside() throws Exception {
        VerifyReport report = verify(new FaultyRepository(good()) {
            @Override
            public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
                var more = new ArrayList<>(super.referrers(subject));
                more.add(unknown(1));
                more.add(new Descriptor(MediaTypes.OCI_INDEX, unknown(2).digest(), 2));
                more.add(new Descriptor(MediaTypes.OCI_MANIFEST, unknown(3).digest(), 1L << 40));
                return more;
            }
        });
        assertThat(Workshop.isAccepted(report)).isTrue();
        assertThat(report.subject().evidence()).hasSize(15);
        assertThat(report.subject().evidence().stream()
                        .filter(Evidence.Rejected.class::isInstance)
                        .map(one -> ((Evidence.Rejected) one).reason()))
                .containsExactlyInAnyOrder("MISSING", "MALFORMED");
    }

    @Test
    void a_referrer_listed_under_another_subject_is_rejected_there_and_counts_where_it_belongs() throws Exception {
        // Everything listed under everything: whoever lists decides nothing.
        VerifyReport all = verify(new FaultyRepository(good()) {
            @Override
            public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
                var every = new ArrayList<Descriptor>();
                for (String one : List.of(index.arm(), index.digest(), index.amd())) {
                    every.addAll(super.referrers(Digest.parse(one)));
                }
                return every;
            }
        });
        assertThat(Workshop.isAccepted(all)).isTrue();
        assertThat(all.subject().evidence()).hasSize(13);

        VerifyReport elsewhere = verify(new FaultyRepository(good()) {
            @Override
            public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
                return subject.toString().equals(index.amd()) ? super.referrers(Digest.parse(index.arm())) : List.of();
            }
        });
        assertThat(elsewhere.subject().evidence()).hasSize(5).allSatisfy(evidence -> assertThat(
                        ((Evidence.Rejected) evidence).reason())
                .isEqualTo("SUBJECT"));
    }

    @Test
    void too_many_referrers_decide_nothing() throws Exception {
        assertThatThrownBy(() -> verify(new FaultyRepository(good()) {
                    @Override
                    public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
                        var many = new ArrayList<>(super.referrers(subject));
                        for (int i = 0; i <= EvidenceCollector.MAX_REFERRERS; i++) {
                            many.add(unknown(i));
                        }
                        return many;
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most " + EvidenceCollector.MAX_REFERRERS);
    }

    @Test
    void a_bundle_attached_several_times_is_fetched_once() throws Exception {
        var fetched = new AtomicInteger();
        List<String> bundles = layout.bundles();
        VerifyReport report = verify(new FaultyRepository(good()) {
            @Override
            public InputStream blob(Descriptor descriptor) throws IOException, MalformedImageException {
                if (bundles.contains(descriptor.digest().toString())) {
                    fetched.incrementAndGet();
                }
                return super.blob(descriptor);
            }
        });
        assertThat(report.subject().evidence()).hasSize(13).allMatch(Evidence.Accepted.class::isInstance);
        assertThat(fetched).hasValue(7);
    }

    @Test
    void a_bundle_that_announces_too_much_is_rejected_unread_and_many_large_ones_decide_nothing() throws Exception {
        LayoutFolder.Referrer referrer = layout.referrers().get(0);
        var manifest = layout.json(referrer.digest());
        ((com.fasterxml.jackson.databind.node.ObjectNode) manifest.at("/layers/0"))
                .put("size", AttachedBundle.MAX_BYTES + 1L);
        layout.attach(manifest);
        VerifyReport report = verify(good());
        assertThat(Workshop.isAccepted(report)).isTrue();
        assertThat(report.subject().evidence())
                .filteredOn(Evidence.Rejected.class::isInstance)
                .singleElement()
                .satisfies(evidence -> assertThat(((Evidence.Rejected) evidence).detail())
                        .contains("at most " + AttachedBundle.MAX_BYTES));

        for (int i = 0; i < 16; i++) {
            ((com.fasterxml.jackson.databind.node.ObjectNode) manifest.at("/layers/0"))
                    .put("digest", unknown(i).digest().toString())
                    .put("size", AttachedBundle.MAX_BYTES);
            layout.attach(manifest);
        }
        assertThatThrownBy(() -> verify(good()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most " + EvidenceCollector.MAX_TOTAL_BYTES);
    }

    @Test
    void evidence_comes_in_the_order_of_its_referrers() throws Exception {
        assertThat(verify(good()).subject().evidence())
                .extracting(Evidence::referrer)
                .isSorted();
    }
}
