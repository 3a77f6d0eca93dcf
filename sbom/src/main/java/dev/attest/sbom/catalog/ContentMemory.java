package dev.attest.sbom.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Pieces of memory that the files of all layers of one scan use one after the other, so that large executables cost no
 * more than the largest that are read at the same time; and the folder for what is larger. Safe for several threads.
 */
public final class ContentMemory {
    static final int PIECE = 1 << 18;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private final Optional<Path> temporary;
    private volatile boolean lacking;

    /** Temporary files stand where the process has them. */
    public ContentMemory() {
        temporary = Optional.empty();
    }

    /** Temporary files stand in this folder. */
    public ContentMemory(Path temporary) {
        this.temporary = Optional.of(temporary);
    }

    /** Whether a file stayed unread for want of room here, which is nothing that the image says of itself. */
    public boolean lackedRoom() {
        return lacking;
    }

    void lacksRoom() {
        lacking = true;
    }

    /** An empty file of this user alone that is gone when it is closed. */
    FileChannel temporaryFile() throws IOException {
        Path file = temporary.isPresent()
                ? Files.createTempFile(temporary.get(), "attest-", ".part")
                : Files.createTempFile("attest-", ".part");
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    synchronized byte[] take() {
        byte[] piece = free.poll();
        return piece == null ? new byte[PIECE] : piece;
    }

    synchronized void give(Iterable<byte[]> pieces) {
        pieces.forEach(free::push);
    }
}
