package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedBundleException;
import dev.attest.signing.Rejected;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.attest.signing.refusal.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that {@code --source-vsa} names: verification summaries of commits, one Sigstore bundle, or one on each line.
 * What does not verify is left aside and said; by whom the rest was signed is the policy's question.
 */
final class SourceSummaries {
    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_BUNDLES = 1000;

    private final BundleVerifier verifier;

    private final Console console;

    SourceSummaries(BundleVerifier verifier, Console console) {
        this.verifier = verifier;
        this.console = console;
    }

    List<Verified> read(List<Path> files) throws IOException {
        var found = new ArrayList<Verified>();
        for (Path file : files) {
            byte[] content = NamedFile.read(file, MAX_BYTES, "verification summaries of the source");
            for (byte[] bundle : bundles(content)) {
                if (found.size() == MAX_BUNDLES) {
                    throw new UsageException("--source-vsa: more than " + MAX_BUNDLES + " bundles");
                }
                verified(file, bundle).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Verified> verified(Path file, byte[] bundle) throws IOException {
        Verification outcome;
        try {
            outcome = verifier.verify(Bundle.parse(bundle), Identities.unsafeAny());
        } catch (MalformedBundleException e) {
            return aside(file, e.getMessage());
        }
        if (outcome instanceof Rejected no) {
            if (no.reason() == Reason.FAULT) {
                throw new IOException("--source-vsa " + file + ": " + no.detail());
            }
            return aside(file, no.reason() + ", " + no.detail());
        }
        Verified verified = (Verified) outcome;
        return PredicateType.of(verified.statement()).equals(Optional.of(PredicateType.VSA))
                ? Optional.of(verified)
                : aside(file, "it is of type " + verified.statement().predicateType());
    }

    private Optional<Verified> aside(Path file, @Nullable String why) {
        console.message("  left aside, from " + file + ": " + why);
        return Optional.empty();
    }

    /** A bundle that is written over several lines is one document; else there is one on each line. */
    private static List<byte[]> bundles(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        boolean onLines = lines.size() > 1 && lines.stream().allMatch(line -> line.startsWith("{\""));
        return onLines
                ? lines.stream()
                        .map(line -> line.getBytes(StandardCharsets.UTF_8))
                        .toList()
                : List.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
