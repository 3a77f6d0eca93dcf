package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.signing.SigningSession;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.Fault;
import dev.attest.testvectors.Injection;
import dev.attest.testvectors.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One fault at each kind of request of sign and of verify, once and for good, against registries with the referrers API,
 * without it, and with ETags. Afterwards the evidence is complete, or the command says that it is not, and a run without faults
 * completes it. Every violation is listed at the end. {@link FaultSelection} tells which faults.
 */
class FaultMatrixTest extends WorkshopTest {
    private static final FaultSelection SELECTION = FaultSelection.ofProperty();

    /** What the registry behind the proxy offers. */
    enum Kind {
        WITHOUT_API,
        WITH_API,
        WITH_ETAG;

        Set<Habit> habits() {
            return switch (this) {
                case WITHOUT_API -> Set.of();
                case WITH_API -> Set.of(Habit.REFERRERS_API);
                case WITH_ETAG -> Set.of(Habit.ETAG);
            };
        }

        /** Where signing goes other ways than at a registry without anything. */
        boolean differsAt(Step step) {
            return switch (this) {
                case WITHOUT_API -> true;
                case WITH_API -> step == Step.REFERRERS || step == Step.MANIFEST_PUT;
                case WITH_ETAG -> step.isFallback();
            };
        }
    }

    private final List<String> violations = new ArrayList<>();
    private String digest = "";

    @SuppressWarnings("NullAway.Init")
    private SigningSession session;

    @BeforeEach
    void open() throws Exception {
        digest = Images.single(layout.folder());
        session = workshop.session(Workshop.DEVELOPER);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void sign_is_complete_or_says_what_failed(Kind kind) throws Exception {
        List<Step> asked;
        try (FaultWorld world = world(kind)) {
            world.sign();
            asked = world.proxy().steps();
        }
        for (Injection injection : SELECTION.ofSigning(asked, kind)) {
            sign(kind, injection);
        }
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "WITH_ETAG", mode = EnumSource.Mode.EXCLUDE)
    void verify_never_takes_a_fault_for_an_answer(Kind kind) throws Exception {
        try (FaultWorld world = world(kind)) {
            world.sign();
            world.clear();
            world.verify();
            for (Injection injection : SELECTION.ofVerifying(world.proxy().steps(), kind)) {
                verify(world, injection);
            }
        }
        assertThat(violations).isEmpty();
    }

    private FaultWorld world(Kind kind) throws IOException {
        return new FaultWorld(workshop, session, layout.folder(), digest, kind.habits());
    }

    private void sign(Kind kind, Injection injection) throws Exception {
        try (FaultWorld world = world(kind)) {
            world.inject(injection);
            Optional<Exception> failure = attempt(world::sign);
            boolean struck = world.proxy().struck() > 0;
            world.clear();
            failure.ifPresent(why -> checkFailure(kind + " sign " + injection, injection, why, struck));
            String told = failure.map(why -> "failed with " + why).orElse("ended well");
            String at = kind + " sign " + injection + " (" + told + ")";
            if (failure.isEmpty()) {
                checkComplete(at + ", right after it", world, injection);
            }
            SignReport again;
            try {
                again = world.sign();
            } catch (Exception e) {
                violations.add(at + ": the second run failed: " + e);
                return;
            }
            if (failure.isEmpty() && again.attached().stream().anyMatch(SignReport.Attached::isNew)) {
                violations.add(at + ": the second run signed again what was there");
            }
            checkComplete(at + ", after the second run", world, injection);
        }
    }

    private void checkComplete(String at, FaultWorld world, Injection injection) throws Exception {
        VerifyReport report = world.verify();
        if (!Workshop.isAccepted(report)) {
            violations.add(at + ": not accepted: " + Workshop.reasons(report));
        }
        if (FaultWorld.signedTwice(report) > 0) {
            violations.add(at + ": " + FaultWorld.signedTwice(report) + " statements are signed twice");
        }
        if (!world.isForeignListed() && !isDenied(injection)) {
            violations.add(at + ": the entry of another was lost");
        }
    }

    private void verify(FaultWorld world, Injection injection) {
        String at = "verify " + injection;
        world.inject(injection);
        try {
            VerifyReport report = world.verify();
            if (!Workshop.isAccepted(report) && !mayRefuse(injection)) {
                violations.add(at + ": refused for " + Workshop.reasons(report) + ", should be undecided or accepted");
            }
        } catch (Exception e) {
            checkFailure(at, injection, e, world.proxy().struck() > 0);
        } finally {
            world.clear();
        }
    }

    /**
     * A registry that says of something that it is not there, or shows other content, was asked and has answered. With 406
     * for good it says that it has no referrers API.
     */
    private static boolean mayRefuse(Injection injection) {
        return injection.fault().isContent()
                || injection.fault() == Fault.NOT_FOUND
                || (injection.step() == Step.REFERRERS
                        && injection.isForGood()
                        && injection.fault() == Fault.NOT_ACCEPTABLE);
    }

    /** Whoever is told for good that there is no list cannot know what others have in it. */
    private static boolean isDenied(Injection injection) {
        return injection.fault() == Fault.NOT_FOUND && injection.step() == Step.FALLBACK && injection.isForGood();
    }

    private void checkFailure(String at, Injection injection, Exception failure, boolean struck) {
        if (!struck) {
            violations.add(at + ": failed without a fault: " + failure);
        }
        boolean content = failure instanceof MalformedImageException || failure instanceof MismatchException;
        if (content && !injection.fault().isContent()) {
            violations.add(at + ": a fault of the transport is taken for wrong content: " + failure);
        } else if (!content && !(failure instanceof IOException)) {
            violations.add(at + ": " + failure);
        }
        int status = injection.fault().status();
        String message = String.valueOf(failure.getMessage());
        String expected = status == 404 ? "not found" : String.valueOf(status);
        if (status > 0 && !isDenied(injection) && !message.contains(expected)) {
            violations.add(at + ": the message does not name the answer " + status + ": " + message);
        }
    }

    private static Optional<Exception> attempt(Callable<?> deed) {
        try {
            deed.call();
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }
}
