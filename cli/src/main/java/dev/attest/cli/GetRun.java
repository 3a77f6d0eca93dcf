package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.pipeline.Places;
import dev.attest.pipeline.VerifyImage;
import dev.attest.pipeline.VerifyQuestion;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.Identities;
import dev.attest.signing.Verified;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the newest accepted statement of one type and hands out what it says. */
final class GetRun {
    private final Wiring wiring;
    private final GetCommand asked;
    private final Console console;

    GetRun(Wiring wiring, GetCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, MalformedImageException, SigningException {
        Output output = Output.of(console, asked.common);
        PredicateType wanted = PredicateType.named(asked.type)
                .orElseThrow(() -> new UsageException("--type: " + asked.type
                        + " is none of "
                        + Arrays.stream(PredicateType.values())
                                .map(PredicateType::shortName)
                                .collect(Collectors.joining(", "))));
        Reference reference = wiring.reference(asked.reference, asked.image);
        Optional<Platform> platform = wiring.platform(asked.image);
        EvidencePlaces evidence = EvidencePlaces.of(wiring, asked.image);
        evidence.check(reference);
        Identities accepted = Trust.requiredIdentities(asked.identity, asked.trust);
        Trust trust = Trust.required(
                asked.trust, asked.identity, new CarriedRoots(List.of(reference), asked.image, wiring), wiring);
        try (Places places = evidence.open(reference)) {
            var gate = new VerifyImage(Optional.of(trust.verifier()), wiring.executor());
            Case found = gate.collect(
                    places, new VerifyQuestion(reference, Profile.SIGNED, Optional.of(accepted), platform), wanted);
            List<Evidence.Accepted> newest = newest(found, wanted);
            if (newest.isEmpty()) {
                console.error("no " + wanted.shortName() + " by an accepted identity is attached to " + found.digest()
                        + (places.isApart() ? " in " + places.evidence().name() : ""));
                return ExitCode.REFUSED;
            }
            List<String> without = without(found, wanted);
            if (!without.isEmpty()) {
                console.error("no " + wanted.shortName() + " by an accepted identity for " + String.join(", ", without)
                        + "; choose another with --platform");
                return ExitCode.REFUSED;
            }
            output.write(content(newest.get(0).verified()));
            return ExitCode.DONE;
        }
    }

    /** At most one: where the platforms differ, the choice is the user's. */
    private static List<Evidence.Accepted> newest(Case found, PredicateType wanted) {
        var byBundle = new LinkedHashMap<Digest, Evidence.Accepted>();
        found.judged().stream()
                .flatMap(one -> found.newest(wanted, one.manifest().digest()).stream())
                .forEach(evidence -> byBundle.putIfAbsent(evidence.bundle(), evidence));
        if (byBundle.size() > 1) {
            throw new UsageException("the platforms have a " + wanted.shortName() + " each; choose with --platform: "
                    + found.judged().stream()
                            .map(one -> one.platform().toString())
                            .collect(Collectors.joining(", ")));
        }
        return List.copyOf(byBundle.values());
    }

    /** The platforms that it does not speak of: it would pass for a document of theirs. */
    private static List<String> without(Case found, PredicateType wanted) {
        return found.judged().stream()
                .filter(one -> found.newest(wanted, one.manifest().digest()).isEmpty())
                .map(one -> one.platform().toString())
                .toList();
    }

    private byte[] content(Verified verified) {
        return asked.statement
                ? verified.payload()
                : StrictJson.writeIndented(verified.statement().predicate().node());
    }
}
