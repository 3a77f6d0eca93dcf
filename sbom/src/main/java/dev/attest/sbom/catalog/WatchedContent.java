package dev.attest.sbom.catalog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;

/** A file's content that shows every byte that is read to the onlookers. */
final class WatchedContent extends FilterInputStream {
    private final Collection<Onlooker> onlookers;

    WatchedContent(InputStream content, Collection<Onlooker> onlookers) {
        super(content);
        this.onlookers = onlookers;
    }

    /** Shows what nobody has read. */
    void drain() throws IOException {
        in.transferTo(new OutputStream() {
            @Override
            public void write(int single) {
                show(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                show(bytes, offset, length);
            }
        });
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        if (read > 0) {
            show(target, offset, read);
        }
        return read;
    }

    /** Nothing passes unseen. */
    @Override
    public long skip(long count) {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void show(byte[] bytes, int offset, int length) {
        for (Onlooker onlooker : onlookers) {
            onlooker.see(bytes, offset, length);
        }
    }
}
