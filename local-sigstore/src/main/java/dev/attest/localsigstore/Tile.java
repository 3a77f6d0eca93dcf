package dev.attest.localsigstore;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a tile (C2SP tlog-tiles): 256 neighbouring hashes, or entries, at most.
 *
 * @param level counted in tiles, or {@link #ENTRIES}
 * @param index among the tiles of its level
 * @param width how many hashes or entries; 256 unless it is a partial tile
 */
record Tile(int level, int index, int width) {

    static final int ENTRIES = -1;

    private static final int FULL = 256;
    private static final Pattern PATH =
            Pattern.compile("(entries|\\d|[1-5]\\d|6[0-3])/((?:x\\d{3}/){0,2}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    /** What stands after {@code tile/} in a path. */
    static Optional<Tile> parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
        int index = Integer.parseInt(parts.group(2).replaceAll("[x/]", ""));
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        boolean sensible = width < FULL || parts.group(3) == null;
        return sensible ? Optional.of(new Tile(level, index, width)) : Optional.empty();
    }

    /** The hashes one after the other, or empty when the tree has not grown to them. */
    Optional<byte[]> hashes(MerkleTree tree) {
        var bytes = new ByteArrayOutputStream();
        Optional<List<byte[]>> hashes = tree.subtrees(Byte.SIZE * level, (long) FULL * index, width);
        hashes.ifPresent(all -> all.forEach(bytes::writeBytes));
        return hashes.map(any -> bytes.toByteArray());
    }

    /** The number of its first entry. */
    long firstEntry() {
        return (long) FULL * index;
    }
}
