package dev.attest.signing.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.trust.TransparencyLog;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies log entries against the logs of a trusted root. */
public final class LogVerifier {
    /** Entries of Rekor v2: no promise, no time, and the log's own name as the checkpoint's origin. */
    static final Set<String> TILED = Set.of("hashedrekord 0.0.2", "dsse 0.0.2");

    private final List<TransparencyLog> logs;

    public LogVerifier(List<TransparencyLog> logs) {
        this.logs = List.copyOf(logs);
    }

    /**
     * Requires that the entry is in a known log and about {@code signed}; whatever evidence of that it carries must hold,
     * and it must carry some. {@code timestamps} are the times that were verified by other means.
     *
     * @return when the log says it took the entry in, where the log signed that time
     */
    public Optional<Instant> verify(LogEntry entry, Signed signed, List<Instant> timestamps) throws RefusedException {
        EntryBody.verify(entry, signed);
        Optional<Instant> promised = promisedTime(entry);
        TransparencyLog log = log(entry, promised.map(List::of).orElse(timestamps));
        if (entry.promise().isPresent()) {
            requirePromise(entry, log, entry.promise().get());
        }
        if (entry.proof().isPresent()) {
            requireProof(entry, log, entry.proof().get());
        }
        if (!entry.hasPromise() && !entry.hasProof()) {
            throw new RefusedException(Reason.LOG_ENTRY_MISSING, "the log entry carries no evidence of being logged");
        }
        return promised;
    }

    private static Optional<Instant> promisedTime(LogEntry entry) throws RefusedException {
        if (!entry.hasPromise()) {
            return Optional.empty();
        }
        if (TILED.contains(entry.type()) || entry.integratedTime() == 0) {
            throw new RefusedException(Reason.LOG_SIGNATURE, "an inclusion promise where there can be none");
        }
        if (entry.integratedTime() > Instant.parse("9999-12-31T23:59:59Z").getEpochSecond()) {
            throw new RefusedException(Reason.LOG_SIGNATURE, "an inclusion promise with an impossible time");
        }
        return Optional.of(Instant.ofEpochSecond(entry.integratedTime()));
    }

    /** The log with the entry's id, trusted at all of {@code times}. */
    private TransparencyLog log(LogEntry entry, List<Instant> times) throws RefusedException {
        List<TransparencyLog> known =
                logs.stream().filter(log -> log.hasId(entry.logId())).toList();
        if (known.isEmpty()) {
            throw new RefusedException(Reason.LOG_SIGNATURE, "the entry is of no log that the trusted root knows");
        }
        if (times.isEmpty()) {
            throw new RefusedException(Reason.TIMESTAMP, "no verified time: the log entry has none and no timestamp");
        }
        return known.stream()
                .filter(log -> times.stream().allMatch(log.validFor()::contains))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.TRUST_WINDOW,
                        "the log is trusted from " + known.get(0).validFor() + ", not at " + times));
    }

    /** The signed entry timestamp is over this object in canonical form (RFC 8785). */
    private static void requirePromise(LogEntry entry, TransparencyLog log, byte[] promise) throws RefusedException {
        ObjectNode promised = StrictJson.object();
        promised.put("body", Base64.getEncoder().encodeToString(entry.body()));
        promised.put("integratedTime", entry.integratedTime());
        promised.put("logID", HexFormat.of().formatHex(entry.logId()));
        promised.put("logIndex", entry.logIndex());
        if (!log.signed(StrictJson.write(promised), promise)) {
            throw new RefusedException(Reason.LOG_SIGNATURE, "the log's signature over the entry's time is wrong");
        }
    }

    private static void requireProof(LogEntry entry, TransparencyLog log, InclusionProof proof)
            throws RefusedException {
        proof.verify(entry.body());
        if (proof.checkpoint().isEmpty()) {
            return;
        }
        Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint().get());
        if (TILED.contains(entry.type())) {
            if (proof.logIndex() != entry.logIndex()) {
                throw new RefusedException(Reason.LOG_ENTRY_MISMATCH, "the log entry names two different indexes");
            }
            if (!log.hasOrigin(checkpoint.origin())) {
                throw new RefusedException(Reason.LOG_SIGNATURE, "the checkpoint is of another log than the entry");
            }
        }
        checkpoint.requireTree(proof);
        checkpoint.requireSignature(log);
    }
}
