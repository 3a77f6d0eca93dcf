package dev.attest.sbom.binary;

import dev.attest.sbom.MalformedContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Compressed parts of an executable, inflated up to a bound. */
public final class Inflated {
    private Inflated() {}

    /** RFC 1950; more than {@code limit} bytes are malformed. */
    public static byte[] zlib(byte[] bytes, int limit) throws MalformedContentException {
        return bounded(new InflaterInputStream(new ByteArrayInputStream(bytes)), limit);
    }

    /** RFC 1952; more than {@code limit} bytes are malformed. */
    public static byte[] gzip(byte[] bytes, int limit) throws MalformedContentException {
        try {
            return bounded(new GZIPInputStream(new ByteArrayInputStream(bytes)), limit);
        } catch (IOException e) {
            throw broken();
        }
    }

    private static byte[] bounded(InputStream inflating, int limit) throws MalformedContentException {
        try (inflating) {
            byte[] inflated = inflating.readNBytes(limit + 1);
            if (inflated.length > limit) {
                throw new MalformedContentException("a part that inflates to more than " + limit + " bytes");
            }
            return inflated;
        } catch (IOException e) {
            throw broken();
        }
    }

    private static MalformedContentException broken() {
        return new MalformedContentException("a compressed part that does not inflate");
    }
}
