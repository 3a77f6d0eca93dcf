package dev.attest.signing.revocation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * The newest version of every list that was ever relied on here, in one file, so that an older list cannot be handed over
 * in place of a newer one. Safe for several processes; a file that cannot be read is an error and not a first time.
 */
public final class SeenVersions {
    private static final int MAX_BYTES = 1 << 20;
    private static final String FILE = "revocations-seen.json";
    private static final Set<OpenOption> LOCK =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path folder;

    /** The folder is made when something is to be remembered; it belongs to the user and to nobody else. */
    public SeenVersions(Path folder) {
        this.folder = folder;
    }

    /**
     * Remembers that this version of the list is relied on.
     *
     * @param list who issues the list, and its name
     * @param sha256 of the signed payload, in hex
     * @return why it must not be: it is older than one seen before, or another list under the same version
     * @throws IOException when the file cannot be read or written: nothing is decided
     */
    public Optional<String> refuses(String list, long version, String sha256) throws IOException {
        Files.createDirectories(folder);
        // One lock for this process's threads; the file's keeps other processes out.
        synchronized (SeenVersions.class) {
            try (FileChannel channel = FileChannel.open(folder.resolve(FILE + ".lock"), LOCK);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("the lock on " + folder + " was lost");
                }
                return refusesLocked(list, version, sha256);
            } catch (OverlappingFileLockException e) {
                throw new IOException(folder + " is in use elsewhere in this process", e);
            }
        }
    }

    private Optional<String> refusesLocked(String list, long version, String sha256) throws IOException {
        Path file = folder.resolve(FILE);
        ObjectNode seen = StrictJson.object();
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes = read(file);
                seen = (ObjectNode) StrictJson.parseObject(bytes, "seen versions", MAX_BYTES)
                        .node();
            }
            Optional<JsonObject> before = JsonObject.of(seen, "seen versions").optionalObject(list);
            if (before.isPresent()) {
                long newest = before.get().integer("version");
                if (version < newest) {
                    return Optional.of("version " + version + " is older than version " + newest + ", seen before");
                }
                if (version == newest && !before.get().text("sha256").equals(sha256)) {
                    return Optional.of("another list than the version " + version + " seen before");
                }
                if (version == newest) {
                    return Optional.empty();
                }
            }
        } catch (MalformedJsonException e) {
            throw new IOException(
                    file + " cannot be read; without it an older list could not be told: " + e.getMessage());
        }
        seen.putObject(list).put("version", version).put("sha256", sha256);
        write(file, StrictJson.write(seen));
        return Optional.empty();
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is not the file it should be");
        }
        return Files.readAllBytes(file);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "revocations", ".tmp");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
