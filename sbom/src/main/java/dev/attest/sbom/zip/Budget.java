package dev.attest.sbom.zip;

import dev.attest.sbom.ScanLimits;

/** What may still come out of one archive and all that is nested in it: bytes and archives. */
public final class Budget {
    private static final int MAX_ARCHIVES = 20_000;

    private final int largest;
    private long bytes;
    private int archives;

    public Budget(ScanLimits limits) {
        largest = limits.fileBytes();
        bytes = limits.inflatedBytes();
    }

    public void take(long size) throws MalformedZipException {
        if (size > largest || size > bytes) {
            throw new MalformedZipException("more bytes inside than are read");
        }
        bytes -= size;
    }

    public void takeArchive() throws MalformedZipException {
        if (++archives > MAX_ARCHIVES) {
            throw new MalformedZipException("more archives inside than are read");
        }
    }
}
