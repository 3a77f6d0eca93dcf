package dev.attest.sbom;

/**
 * How much of an image is read at most. {@code fileBytes} bounds one file that a cataloger wants, {@code inflatedBytes}
 * all that comes out of one archive and the archives nested in it, {@code archiveDepth} that nesting, {@code entries} the
 * entries of one layer and of all together. What a bound leaves unread is a listed {@link Gap}, or an error where it is a package database.
 */
public record ScanLimits(int fileBytes, long inflatedBytes, int archiveDepth, int entries) {
    /** 384 MiB per file, 1 GiB per archive, 8 deep, 3.2 million entries. */
    public static final ScanLimits DEFAULT = new ScanLimits(384 << 20, 1L << 30, 8, 3_200_000);

    public ScanLimits {
        if (fileBytes < 1 || inflatedBytes < 1 || archiveDepth < 1 || entries < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
