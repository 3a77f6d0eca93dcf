package dev.attest.localsigstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The append-only tree of RFC 6962 §2.1, with every complete subtree kept so that proofs cost a logarithm. */
final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private final List<List<byte[]>> levels = new ArrayList<>(List.of(new ArrayList<>()));

    static byte[] leafHash(byte[] entry) {
        return Sha256.of(LEAF, entry);
    }

    int size() {
        return levels.get(0).size();
    }

    void append(byte[] leafHash) {
        byte[] node = leafHash;
        for (int height = 0; ; height++) {
            if (height == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<byte[]> level = levels.get(height);
            level.add(node);
            if (level.size() % 2 != 0) {
                return;
            }
            node = Sha256.of(NODE, level.get(level.size() - 2), node);
        }
    }

    byte[] root() {
        return size() == 0 ? Sha256.of() : subtree(0, size());
    }

    /** RFC 6962 §2.1.1, the deepest sibling first. */
    List<byte[]> inclusionProof(int index) {
        var siblings = new ArrayList<byte[]>();
        int from = 0;
        int to = size();
        while (to - from > 1) {
            int middle = from + split(to - from);
            if (index < middle) {
                siblings.add(0, subtree(middle, to));
                to = middle;
            } else {
                siblings.add(0, subtree(from, middle));
                from = middle;
            }
        }
        return siblings;
    }

    /** Hashes of complete subtrees of this height, side by side, or empty when not all of them are complete. */
    Optional<List<byte[]>> subtrees(int height, long from, int count) {
        if (height >= levels.size() || from + count > levels.get(height).size()) {
            return Optional.empty();
        }
        return Optional.of(List.copyOf(levels.get(height).subList((int) from, (int) from + count)));
    }

    private byte[] subtree(int from, int to) {
        int leaves = to - from;
        if (Integer.bitCount(leaves) == 1) {
            return levels.get(Integer.numberOfTrailingZeros(leaves)).get(from / leaves);
        }
        int middle = from + split(leaves);
        return Sha256.of(NODE, subtree(from, middle), subtree(middle, to));
    }

    /** The largest power of two smaller than the number of leaves. */
    private static int split(int leaves) {
        return Integer.highestOneBit(leaves - 1);
    }
}
