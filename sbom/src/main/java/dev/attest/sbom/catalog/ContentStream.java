package dev.attest.sbom.catalog;

import java.io.IOException;
import java.io.InputStream;

/** A file's kept bytes from the first to the last. */
final class ContentStream extends InputStream {
    private final FileContent content;
    private long at;

    /** The rest of the file stays unread, which is a gap and no failure. */
    static final class Unread extends IOException {
        private static final long serialVersionUID = 1L;

        private final UnreadFileException why;

        Unread(UnreadFileException why) {
            super(why);
            this.why = why;
        }

        UnreadFileException why() {
            return why;
        }
    }

    ContentStream(FileContent content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            int count = content.read(at, target, offset, length);
            at += count;
            return count == 0 ? -1 : count;
        } catch (UnreadFileException e) {
            throw new Unread(e);
        }
    }
}
