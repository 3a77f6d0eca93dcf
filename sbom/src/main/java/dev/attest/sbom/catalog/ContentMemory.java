package dev.attest.sbom.catalog;

import java.util.ArrayDeque;

/**
 * Pieces of memory that the files of all layers of one scan use one after the other, so that large executables cost no
 * more than the largest that are read at the same time. Safe for several threads.
 */
public final class ContentMemory {
    static final int PIECE = 1 << 18;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    synchronized byte[] take() {
        byte[] piece = free.poll();
        return piece == null ? new byte[PIECE] : piece;
    }

    synchronized void give(Iterable<byte[]> pieces) {
        pieces.forEach(free::push);
    }
}
