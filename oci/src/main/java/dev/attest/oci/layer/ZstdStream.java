package dev.attest.oci.layer;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Inflates a zstd stream of one or more frames (RFC 8878). Damage of any kind is a {@link MismatchException}, again on
 * every later read. Holds native memory, about the size of the frame's window, until it is closed.
 */
final class ZstdStream extends InputStream {
    private static final int WINDOW_LOG = 31 - Integer.numberOfLeadingZeros(LayerLimits.MAX_WINDOW);

    private final ZstdInputStreamNoFinalizer frames;
    private final InflationLimit limit;
    private @Nullable IOException failure;

    private ZstdStream(InputStream compressed, LayerLimits limits) throws IOException {
        this.limit = new InflationLimit(limits);
        this.frames = new ZstdInputStreamNoFinalizer(new ZstdFrames(compressed, limit)).setLongMax(WINDOW_LOG);
    }

    /** The native library is loaded here, so only where there is a zstd layer; a {@link LinkageError} if it cannot be. */
    static InputStream open(InputStream compressed, LayerLimits limits) throws IOException {
        return new ZstdStream(compressed, limits);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (length == 0) {
            return 0;
        }
        try {
            int read = frames.read(target, offset, length);
            limit.gave(Math.max(0, read));
            return read;
        } catch (ZstdIOException e) {
            failure = new MismatchException("the zstd stream is damaged: " + e.getMessage());
            throw failure;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}
