package dev.attest.localsigstore;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The log on disk, one line of JSON for each entry, and its tree in memory. Each line carries the root hash of the tree that it
 * completes, so that a changed line is noticed. Every method must be called with the {@link StateLock} held: other processes
 * append to the same file, and {@link #refresh} reads what they did.
 */
final class LogFile {

    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final int MAX_BYTES = 1 << 30;

    private final Path file;
    private MerkleTree tree = new MerkleTree();
    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<String, LogEntry> byLeafHash = new HashMap<>();
    private long length;

    LogFile(Path file) {
        this.file = file;
    }

    /** Makes an empty log. It must be there before the keys are, so that a log that got lost is noticed and no second tree grows. */
    static void create(Path file) throws IOException {
        if (PrivateFiles.isOurs(file) && Files.size(file) > 0) {
            throw new IOException(file + " has entries, but the keys that signed them are gone; use a new folder");
        }
        PrivateFiles.replace(file, new byte[0]);
    }

    MerkleTree tree() {
        return tree;
    }

    Optional<LogEntry> entry(int index) {
        return index >= 0 && index < entries.size() ? Optional.of(entries.get(index)) : Optional.empty();
    }

    Optional<LogEntry> entry(String leafHash) {
        return Optional.ofNullable(byLeafHash.get(leafHash));
    }

    /** Reads what was appended since the last time, and cuts off a line that a crash left unfinished. */
    void refresh() throws IOException {
        if (!PrivateFiles.isOurs(file)) {
            throw new IOException(file + " is missing; start again with a new folder");
        }
        try (FileChannel channel = PrivateFiles.open(file, OPTIONS)) {
            long size = channel.size();
            if (size < length) {
                throw new IOException(file + " became shorter; start again with a new folder");
            }
            if (size > MAX_BYTES) {
                throw new IOException(file + " is larger than 1 GiB; start again with a new folder");
            }
            byte[] news = new byte[(int) (size - length)];
            readFully(channel, news, length);
            int start = 0;
            for (int i = 0; i < news.length; i++) {
                if (news[i] == '\n') {
                    take(Arrays.copyOfRange(news, start, i));
                    length += i + 1 - start;
                    start = i + 1;
                }
            }
            if (start < news.length) {
                // Never acknowledged: an answer is given only after the whole line is on disk.
                channel.truncate(length);
                channel.force(true);
            }
        }
    }

    /** Appends an entry that is not in the log yet, durably. */
    LogEntry append(byte[] body, long integratedTime) throws IOException {
        var entry = entry(body, integratedTime);
        tree.append(HexFormat.of().parseHex(entry.leafHash()));
        byte[] json =
                Json.canonical(Map.of("body", entry.body(), "integratedTime", integratedTime, "rootHash", hexRoot()));
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        try (FileChannel channel = PrivateFiles.open(file, OPTIONS)) {
            PrivateFiles.writeFully(channel, line, length);
            channel.force(true);
        } catch (IOException e) {
            forget(); // how much of it arrived is for the next refresh to find out
            throw e;
        }
        length += line.length;
        remember(entry);
        return entry;
    }

    private void take(byte[] line) throws IOException {
        int number = entries.size() + 1;
        try {
            JsonNode json = Json.object(line);
            JsonNode time = json.path("integratedTime");
            if (!time.isIntegralNumber()) {
                throw new MalformedInputException("integratedTime is not a number");
            }
            var entry = entry(Json.base64(json, "body"), time.asLong());
            tree.append(HexFormat.of().parseHex(entry.leafHash()));
            if (!Json.sha256(json, "rootHash").equals(hexRoot())) {
                throw new MalformedInputException("the entries up to here were changed");
            }
            remember(entry);
        } catch (MalformedInputException e) {
            forget();
            throw new IOException(file + " line " + number + " is damaged: " + e.getMessage(), e);
        }
    }

    private LogEntry entry(byte[] body, long integratedTime) {
        String leafHash = HexFormat.of().formatHex(MerkleTree.leafHash(body));
        return new LogEntry(entries.size(), Base64.getEncoder().encodeToString(body), integratedTime, leafHash);
    }

    private void remember(LogEntry entry) {
        entries.add(entry);
        byLeafHash.put(entry.leafHash(), entry);
    }

    private void forget() {
        tree = new MerkleTree();
        entries.clear();
        byLeafHash.clear();
        length = 0;
    }

    private String hexRoot() {
        return HexFormat.of().formatHex(tree.root());
    }

    private static void readFully(FileChannel channel, byte[] target, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the log became shorter while it was read");
            }
        }
    }
}
