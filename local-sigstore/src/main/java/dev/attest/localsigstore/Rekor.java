package dev.attest.localsigstore;

import dev.attest.localsigstore.Authority.Party;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The transparency log's API, version 1: {@code /api/v1/log} of Rekor's openapi.yaml. */
final class Rekor {

    static final String PATH = "/api/v1/log";
    static final String ENTRIES = PATH + "/entries";

    private static final int HEX_HASH = 64;

    private final KeyPair key;
    private final String treeId;
    private final StateLock lock;
    private final LogFile log;
    private final Clock clock;

    Rekor(Authority authority, StateLock lock, LogFile log, Clock clock) {
        this.key = authority.key(Party.REKOR);
        this.treeId = Long.toString(authority.treeId());
        this.lock = lock;
        this.log = log;
        this.clock = clock;
    }

    Answer add(byte[] proposed) throws MalformedInputException, IOException {
        // Before the lock: signatures take time, and hostile input must not make others wait.
        byte[] body = ProposedEntry.canonicalize(proposed);
        String leafHash = HexFormat.of().formatHex(MerkleTree.leafHash(body));
        return lock.hold(() -> {
            log.refresh();
            Optional<LogEntry> equal = log.entry(leafHash);
            if (equal.isPresent()) {
                return conflict(equal.get());
            }
            LogEntry entry = log.append(body, clock.instant().getEpochSecond());
            return Answer.json(201, describe(entry))
                    .with("Location", ENTRIES + "/" + uuid(entry))
                    .with("ETag", uuid(entry));
        });
    }

    Optional<Answer> find(String uuid) throws IOException {
        // The long form has the tree's id before the leaf hash.
        String lower = uuid.toLowerCase(Locale.ROOT);
        boolean known = lower.length() == HEX_HASH || lower.equals(hexTreeId() + tail(lower));
        return lock.hold(() -> {
            log.refresh();
            return (known ? log.entry(tail(lower)) : Optional.<LogEntry>empty())
                    .map(entry -> Answer.json(200, describe(entry)));
        });
    }

    Optional<Answer> find(int index) throws IOException {
        return lock.hold(() -> {
            log.refresh();
            return log.entry(index).map(entry -> Answer.json(200, describe(entry)));
        });
    }

    Answer state() throws IOException {
        return lock.hold(() -> {
            log.refresh();
            return Answer.json(
                    200,
                    Json.canonical(Map.of(
                            "inactiveShards", List.of(),
                            "rootHash", HexFormat.of().formatHex(log.tree().root()),
                            "signedTreeHead", checkpoint(),
                            "treeID", treeId,
                            "treeSize", log.tree().size())));
        });
    }

    String publicKey() {
        return Pem.write(Pem.PUBLIC_KEY, key.getPublic().getEncoded());
    }

    private Answer conflict(LogEntry entry) {
        return Answer.error(409, "an equivalent entry already exists in the transparency log with UUID " + uuid(entry))
                .with("Location", ENTRIES + "/" + uuid(entry));
    }

    private byte[] describe(LogEntry entry) {
        String logId = Sha256.hex(key.getPublic().getEncoded());
        Map<String, Object> promised = Map.of(
                "body", entry.body(),
                "integratedTime", entry.integratedTime(),
                "logID", logId,
                "logIndex", entry.index());
        byte[] promise = Signatures.sign(key.getPrivate(), Json.canonical(promised));
        Map<String, Object> proof = Map.of(
                "checkpoint", checkpoint(),
                "hashes",
                        log.tree().inclusionProof(entry.index()).stream()
                                .map(HexFormat.of()::formatHex)
                                .toList(),
                "logIndex", entry.index(),
                "rootHash", HexFormat.of().formatHex(log.tree().root()),
                "treeSize", log.tree().size());
        return Json.canonical(Map.of(
                uuid(entry),
                Map.of(
                        "body", entry.body(),
                        "integratedTime", entry.integratedTime(),
                        "logID", logId,
                        "logIndex", entry.index(),
                        "verification", Map.of("inclusionProof", proof, "signedEntryTimestamp", base64(promise)))));
    }

    /** A signed note (C2SP signed-note, checkpoint) with Rekor v1's key hint, the head of the key's SHA-256 digest. */
    private String checkpoint() {
        String text = SignedNote.checkpoint(Names.REKOR_HOST + " - " + treeId, log.tree());
        return SignedNote.sign(text, Names.REKOR_HOST, Sha256.of(key.getPublic().getEncoded()), key.getPrivate());
    }

    private String uuid(LogEntry entry) {
        return hexTreeId() + entry.leafHash();
    }

    private String hexTreeId() {
        return HexFormat.of().toHexDigits(Long.parseLong(treeId));
    }

    private static String tail(String uuid) {
        return uuid.substring(Math.max(0, uuid.length() - HEX_HASH));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
