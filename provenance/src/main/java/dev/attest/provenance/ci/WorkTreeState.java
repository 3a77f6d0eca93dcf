package dev.attest.provenance.ci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the files that git tracks are those of the commit that is checked out. Files that git does not track are not
 * looked at.
 */
enum WorkTreeState {
    CLEAN,
    MODIFIED,
    /** Nobody can tell without git: submodules, filters that change files, an index kept in another way. */
    UNKNOWN;

    private static final int MAX_INDEX = 256 << 20;
    private static final int MAX_CONFIG = 1 << 20;
    private static final long MAX_HASHED = 512L << 20;
    private static final Pattern FILEMODE_FALSE = Pattern.compile("filemode[ \\t]{0,20}=[ \\t]{0,20}false");
    private static final int SYMLINK = 0xa000;
    private static final int REGULAR = 0x8000;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param git the folder of this work tree, {@code common} that of the repository, which may be the same */
    static WorkTreeState of(Path folder, Path git, Path common, String commit) throws IOException {
        Path file = git.resolve("index");
        int idBytes = commit.length() / 2;
        Optional<GitIndex> index = SmallFile.read(file, MAX_INDEX).flatMap(bytes -> GitIndex.parse(bytes, idBytes));
        if (index.isEmpty()) {
            return UNKNOWN;
        }
        String config = SmallFile.read(common.resolve("config"), MAX_CONFIG)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT))
                .orElse("");
        boolean converts = config.contains("autocrlf")
                || config.contains("[filter")
                || Files.exists(common.resolve("info/attributes"))
                || index.get().entries().stream().anyMatch(entry -> entry.path().endsWith(".gitattributes"));
        Instant written = Files.getLastModifiedTime(file).toInstant();
        boolean modes = folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !FILEMODE_FALSE.matcher(config).find();
        var check = new Check(folder, written, converts, modes);
        WorkTreeState files = CLEAN;
        for (GitIndex.Entry entry : index.get().entries()) {
            WorkTreeState state = check.state(entry);
            if (state == MODIFIED) {
                return MODIFIED;
            }
            files = state == UNKNOWN ? UNKNOWN : files;
        }
        Optional<String> head = new GitObjects(common).tree(commit);
        if (head.isEmpty() || index.get().tree().isEmpty()) {
            return UNKNOWN;
        }
        return head.equals(index.get().tree()) ? files : MODIFIED;
    }

    /** Compares files with what the index says of them. */
    private static final class Check {
        private final Path folder;
        private final Instant written;
        private final boolean converts;
        private final boolean modes;
        private long hashed;

        Check(Path folder, Instant written, boolean converts, boolean modes) {
            this.folder = folder;
            this.written = written;
            this.converts = converts;
            this.modes = modes;
        }

        WorkTreeState state(GitIndex.Entry entry) throws IOException {
            int type = entry.mode() & 0xf000;
            if (!entry.settled()) {
                return MODIFIED;
            }
            Path file;
            try {
                file = folder.resolve(entry.path()).normalize();
            } catch (InvalidPathException e) {
                return UNKNOWN;
            }
            if ((type != REGULAR && type != SYMLINK) || !file.startsWith(folder.normalize()) || file.equals(folder)) {
                return UNKNOWN;
            }
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return entry.absent() ? CLEAN : MODIFIED;
            }
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (type == REGULAR ? !attributes.isRegularFile() : !attributes.isSymbolicLink()) {
                return MODIFIED;
            }
            if (type == REGULAR && modes && isExecutable(file) != ((entry.mode() & 0x40) != 0)) {
                return MODIFIED;
            }
            return looksTheSame(entry, attributes) ? CLEAN : content(entry, file, attributes);
        }

        /** Size and time are those of the index, which was written later: what git itself takes for unchanged. */
        private boolean looksTheSame(GitIndex.Entry entry, BasicFileAttributes attributes) {
            Instant time = attributes.lastModifiedTime().toInstant();
            return (attributes.size() & 0xffffffffL) == entry.size()
                    && time.getEpochSecond() == entry.seconds()
                    && (entry.nanos() == 0 || time.getNano() == entry.nanos())
                    && time.isBefore(written);
        }

        private WorkTreeState content(GitIndex.Entry entry, Path file, BasicFileAttributes attributes)
                throws IOException {
            if (attributes.isSymbolicLink()) {
                byte[] target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
                MessageDigest digest = blob(entry, target.length);
                return id(digest.digest(target)).equals(entry.id()) ? CLEAN : MODIFIED;
            }
            hashed += attributes.size();
            if (hashed > MAX_HASHED) {
                return UNKNOWN;
            }
            MessageDigest digest = blob(entry, attributes.size());
            boolean returns = false;
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    for (int i = 0; i < n; i++) {
                        returns |= buffer[i] == '\r';
                    }
                }
            }
            if (id(digest.digest()).equals(entry.id())) {
                return CLEAN;
            }
            // A user's own settings may convert line ends, and are not read.
            return converts || returns ? UNKNOWN : MODIFIED;
        }

        private static String id(byte[] digest) {
            return HexFormat.of().formatHex(digest);
        }

        /** What git hashes in front of a file's content. */
        private static MessageDigest blob(GitIndex.Entry entry, long size) {
            try {
                var digest = MessageDigest.getInstance(entry.id().length() == 64 ? "SHA-256" : "SHA-1");
                digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
                return digest;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
            }
        }

        private static boolean isExecutable(Path file) throws IOException {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
        }
    }
}
