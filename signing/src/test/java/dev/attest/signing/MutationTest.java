package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.signing.mutants.Mutant;
import dev.attest.signing.refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Bundles of every kind with one change each: refused, without a fault of the verifier's, or shown to prove the same by
 * {@link Sameness}. Each kind is tried with a part of all changes, another part for each, the same in every run; with
 * {@code -Dattest.mutants=all} with all of them. {@code target/mutants.txt} holds the counts.
 */
class MutationTest {
    private static final boolean ALL = "all".equals(System.getProperty("attest.mutants"));

    /** How many changes of each family a kind is tried with. */
    private static final Map<Mutant.Family, Integer> SHARE = new EnumMap<>(Map.of(
            Mutant.Family.JSON, 60,
            Mutant.Family.TEXT, 12,
            Mutant.Family.BYTES, 25,
            Mutant.Family.DER, 40,
            Mutant.Family.LOGGED, 15,
            Mutant.Family.RESIGNED, 12));

    private final TestSigstore sigstore = new TestSigstore();

    /** What became of one kind's changes. */
    private static final class Tally {
        private final Map<Mutant.Family, Integer> tried = new EnumMap<>(Mutant.Family.class);
        private final Map<String, Integer> same = new TreeMap<>();
        private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
        private final List<String> wrong = new ArrayList<>();

        void add(Tally other) {
            other.tried.forEach((family, count) -> tried.merge(family, count, Integer::sum));
            other.same.forEach((reason, count) -> same.merge(reason, count, Integer::sum));
            other.refused.forEach((reason, count) -> refused.merge(reason, count, Integer::sum));
            wrong.addAll(other.wrong);
        }

        int mutants() {
            return tried.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    @Test
    void every_change_of_every_kind_is_refused_or_proves_the_same() throws Exception {
        List<BundleKind> kinds = BundleKind.all();
        var tasks = new ArrayList<Callable<Tally>>();
        kinds.forEach(kind -> tasks.add(() -> tried(kind)));
        var executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        var total = new Tally();
        var report = new StringBuilder();
        try {
            var tallies = executor.invokeAll(tasks);
            for (int i = 0; i < kinds.size(); i++) {
                Tally tally = tallies.get(i).get();
                report.append(tally.mutants()).append('\t').append(kinds.get(i)).append('\n');
                total.add(tally);
            }
        } finally {
            executor.shutdownNow();
        }
        report.append(total.mutants()).append("\tof ").append(kinds.size()).append(" kinds\n");
        report.append("families\t").append(total.tried).append('\n');
        report.append("refused\t").append(total.refused).append('\n');
        total.same.forEach((reason, count) -> report.append("the same\t")
                .append(count)
                .append('\t')
                .append(reason)
                .append('\n'));
        Files.writeString(Path.of("target/mutants.txt"), report, StandardCharsets.UTF_8);
        assertThat(total.wrong).as("accepted, or a fault").isEmpty();
        assertThat(total.mutants()).isGreaterThan(20_000);
    }

    private Tally tried(BundleKind kind) throws Exception {
        KeyPair key = TestSigstore.ec("secp256r1");
        byte[] certificate = kind.mint(sigstore).leaf.certificate(key).getEncoded();
        Resigned.Minter minter = () -> {
            Mint mint = kind.mint(sigstore);
            mint.key = key;
            mint.certificateGiven = certificate;
            return mint;
        };
        ObjectNode original = minter.mint().json();
        var judge = new Judge(kind, minter.mint(), original);
        List<Mutant> mutants = KindMutants.of(original, others(kind, minter));
        mutants.addAll(Resigned.of(minter, sigstore));
        var tally = new Tally();
        for (Mutant mutant : share(mutants, kind.toString().hashCode())) {
            tally.tried.merge(mutant.family(), 1, Integer::sum);
            judge.judge(mutant, tally);
        }
        return tally;
    }

    private List<ObjectNode> others(BundleKind kind, Resigned.Minter minter) throws Exception {
        Mint anotherContent = minter.mint();
        anotherContent.payload = Statements.saying("another");
        anotherContent.artifact = anotherContent.payload;
        anotherContent.logIndex++;
        Mint anotherSigner = kind.mint(sigstore);
        anotherSigner.integrated = anotherSigner.integrated.plusSeconds(1);
        anotherSigner.timestamp.time = anotherSigner.timestamp.time.plusSeconds(1);
        var others = new ArrayList<>(List.of(anotherContent.json(), anotherSigner.json()));
        for (BundleKind next : BundleKind.all()) {
            boolean near = next.entry().equals(kind.entry()) && next.version().equals(kind.version());
            if (near && next.message() == kind.message() && next.signer() != kind.signer()) {
                others.add(next.mint(sigstore).json());
                break;
            }
        }
        return others;
    }

    private static List<Mutant> share(List<Mutant> mutants, int seed) {
        if (ALL) {
            return mutants;
        }
        // By name, so that it does not depend on the lengths of signatures.
        mutants.sort(Comparator.comparingInt(mutant -> (mutant + " " + seed).hashCode() * 0x9E3779B1));
        var left = new EnumMap<>(SHARE);
        return mutants.stream()
                .filter(mutant -> left.merge(mutant.family(), -1, Integer::sum) >= 0)
                .toList();
    }

    /** Verifies changed bundles as their kind is verified. */
    private final class Judge {
        private final BundleKind kind;
        private final ObjectNode original;
        private final BundleVerifier verifier;
        private final Identities accepted;
        private final Verified right;
        private final Sameness sameness;

        Judge(BundleKind kind, Mint mint, ObjectNode original) throws Exception {
            this.kind = kind;
            this.original = original;
            verifier = new BundleVerifier(kind.root(sigstore));
            accepted = kind.accepted(mint);
            sameness = new Sameness(kind);
            Verification verification = verify(dev.attest.json.StrictJson.write(original));
            assertThat(verification).as(kind + " " + verification).isInstanceOf(Verified.class);
            right = (Verified) verification;
        }

        private Verification verify(byte[] bundle) {
            try {
                Bundle parsed = Bundle.parse(bundle);
                return kind.message()
                        ? verifier.verifyBlob(parsed, Mint.ARTIFACT, accepted)
                        : verifier.verify(parsed, accepted);
            } catch (MalformedBundleException e) {
                return new Rejected(e.reason(), String.valueOf(e.getMessage()));
            }
        }

        void judge(Mutant mutant, Tally tally) throws Exception {
            byte[] bundle = mutant.make();
            try {
                Verification verification = verify(bundle);
                if (verification instanceof Rejected rejected) {
                    tally.refused.merge(rejected.reason(), 1, Integer::sum);
                    if (rejected.reason() == Reason.FAULT) {
                        tally.wrong.add(kind + ": " + mutant + ": " + rejected.detail());
                    }
                    return;
                }
                Optional<String> why = mutant.family() == Mutant.Family.RESIGNED
                        ? ResignedSameness.reason(kind, mutant.change(), bundle)
                        : sameness.reason(original, bundle);
                if (why.isEmpty()
                        || !tells((Verified) verification, mutant.change().startsWith("certificate's signed part"))) {
                    tally.wrong.add(kind + ": " + mutant + ": accepted " + why.orElse("without reason"));
                }
                tally.same.merge(why.orElse("?"), 1, Integer::sum);
            } catch (RuntimeException | StackOverflowError e) {
                tally.wrong.add(kind + ": " + mutant + ": " + e);
            }
        }

        /** Whether users are told what the original tells them. */
        private boolean tells(Verified verified, boolean reissued) {
            return verified.hasStatement() == right.hasStatement()
                    && (!right.hasStatement() || java.util.Arrays.equals(verified.payload(), right.payload()))
                    && verified.isSignedByKey() == right.isSignedByKey()
                    && (right.isSignedByKey()
                            || verified.signer().subject().equals(right.signer().subject()))
                    && (right.isSignedByKey() || reissued || verified.signer().equals(right.signer()))
                    && right.times().containsAll(verified.times())
                    && (verified.logIndex().isEmpty() || verified.logIndex().equals(right.logIndex()));
        }
    }
}
