package dev.attest.sbom.zip;

/** One record of a ZIP's central directory (APPNOTE.TXT 4.3.12); the offset counts from the first byte of the file. */
public record ZipEntryHeader(
        String name, int flags, int method, int crc, long compressed, long size, long localOffset) {
    public boolean isEncrypted() {
        return (flags & 1) != 0;
    }
}
