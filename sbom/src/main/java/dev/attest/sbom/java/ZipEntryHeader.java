package dev.attest.sbom.java;

/** One record of a ZIP's central directory (APPNOTE.TXT 4.3.12); the offset counts from the first byte of the file. */
record ZipEntryHeader(String name, int flags, int method, int crc, long compressed, long size, long localOffset) {
    boolean isEncrypted() {
        return (flags & 1) != 0;
    }
}
