package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.localsigstore.Authority.Party;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The transparency log's API, version 2 (rekor-tiles, rekor_service.proto): one request that adds, and what C2SP tlog-tiles lets
 * monitors read. Unlike the public instance, it signs a checkpoint for each entry and does not wait for others.
 */
final class RekorV2 {

    static final String PATH = "/api/v2";
    static final String ENTRIES = PATH + "/log/entries";
    static final String CHECKPOINT = PATH + "/checkpoint";
    static final String TILES = PATH + "/tile/";

    private static final byte[] ED25519 = {'\n', 1};

    private final KeyPair key;
    private final StateLock lock;
    private final LogFile log;
    private final Clock clock;
    private boolean tried;

    RekorV2(Authority authority, StateLock lock, LogFile log, Clock clock) {
        this.key = authority.key(Party.REKOR_V2);
        this.lock = lock;
        this.log = log;
        this.clock = clock;
    }

    /** The id of the log's key: the whole hash of which checkpoints show the head (C2SP signed-note). */
    static byte[] keyId(byte[] subjectPublicKeyInfo) {
        return Sha256.of(Names.REKOR_V2_HOST.getBytes(UTF_8), ED25519, KeyDetails.rawEd25519(subjectPublicKeyInfo));
    }

    Answer add(byte[] request) throws MalformedInputException, IOException {
        // Before the lock: signatures take time, and hostile input must not make others wait.
        byte[] body = HashedRekordV2Entry.canonicalize(request);
        String leafHash = HexFormat.of().formatHex(MerkleTree.leafHash(body));
        return lock.hold(() -> {
            requireKey();
            log.refresh();
            Optional<LogEntry> equal = log.entry(leafHash);
            if (equal.isPresent()) {
                return conflict(equal.get());
            }
            return Answer.json(201, describe(log.append(body, clock.instant().getEpochSecond())));
        });
    }

    Answer checkpoint() throws IOException {
        return lock.hold(() -> {
            requireKey();
            log.refresh();
            return Answer.of(200, "text/plain; charset=utf-8", note().getBytes(UTF_8));
        });
    }

    /** A tile or entry bundle, by what stands after {@code tile/} in its path. */
    Optional<Answer> tile(String path) throws IOException {
        Optional<Tile> tile = Tile.parse(path);
        if (tile.isEmpty()) {
            return Optional.empty();
        }
        return lock.hold(() -> {
            log.refresh();
            Optional<byte[]> content = tile.get().level() == Tile.ENTRIES
                    ? entries(tile.get())
                    : tile.get().hashes(log.tree());
            return content.map(bytes -> Answer.of(200, "application/octet-stream", bytes));
        });
    }

    /** As rekor-tiles answers; nothing but the tiles tells where that entry is. */
    private static Answer conflict(LogEntry entry) {
        String index = Integer.toString(entry.index());
        return Answer.rpcError(409, "an equivalent entry already exists in the transparency log with index " + index)
                .with("x-log-index", index);
    }

    /** A TransparencyLogEntry (sigstore_rekor.proto) with its unset members, as gRPC's gateway writes it. */
    private byte[] describe(LogEntry entry) {
        String index = Integer.toString(entry.index());
        var proof = Map.of(
                "logIndex", index,
                "rootHash", base64(log.tree().root()),
                "treeSize", Integer.toString(log.tree().size()),
                "hashes",
                        log.tree().inclusionProof(entry.index()).stream()
                                .map(RekorV2::base64)
                                .toList(),
                "checkpoint", Map.of("envelope", note()));
        var described = new TreeMap<String, Object>(Map.of(
                "logIndex",
                index,
                "logId",
                Map.of("keyId", base64(keyId(key.getPublic().getEncoded()))),
                "kindVersion",
                Map.of("kind", HashedRekordV2Entry.KIND, "version", HashedRekordV2Entry.VERSION),
                "integratedTime",
                "0",
                "inclusionProof",
                proof,
                "canonicalizedBody",
                entry.body()));
        described.put("inclusionPromise", null);
        return Json.canonical(described);
    }

    private Optional<byte[]> entries(Tile tile) {
        if (tile.firstEntry() + tile.width() > log.tree().size()) {
            return Optional.empty();
        }
        var bundle = new ByteArrayOutputStream();
        for (int i = 0; i < tile.width(); i++) {
            LogEntry entry = log.entry((int) tile.firstEntry() + i).orElseThrow();
            byte[] body = Base64.getDecoder().decode(entry.body());
            bundle.write(body.length >>> Byte.SIZE);
            bundle.write(body.length);
            bundle.writeBytes(body);
        }
        return Optional.of(bundle.toByteArray());
    }

    /** Before anything is logged; called with the lock held. */
    private void requireKey() throws IOException {
        if (!tried && !AuthorityFile.belongTogether(key)) {
            throw new IOException("the private key of the Rekor v2 log does not belong to its public key");
        }
        tried = true;
    }

    private String note() {
        String text = SignedNote.checkpoint(Names.REKOR_V2_HOST, log.tree());
        byte[] keyId = keyId(key.getPublic().getEncoded());
        return SignedNote.sign(text, Names.REKOR_V2_HOST, keyId, key.getPrivate());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
