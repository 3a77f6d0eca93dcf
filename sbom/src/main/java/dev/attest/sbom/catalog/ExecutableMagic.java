package dev.attest.sbom.catalog;

/** The first bytes of executables: ELF, PE (behind a DOS program) and Mach-O, for one or several processors. */
public final class ExecutableMagic {
    /** No executable is smaller, in bytes. */
    static final int SMALLEST = 52;

    private static final int LAST_PE_HEADER = 1 << 16;
    private static final int FIRST_CLASS_VERSION = 45;

    private ExecutableMagic() {}

    /** Whether a file that begins with these bytes is one. */
    public static boolean matches(byte[] head) {
        if (head.length < SMALLEST) {
            return false;
        }
        int magic = big(head, 0);
        return switch (magic) {
            case 0x7f454c46, 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe -> true;
            case 0xcafebabe, 0xcafebabf -> {
                // A Java class begins with the same bytes, then its version, where this has its number of programs.
                int programs = big(head, 4);
                yield programs > 0 && programs < FIRST_CLASS_VERSION;
            }
            default -> magic >>> 16 == 0x4d5a && isPe(head);
        };
    }

    private static boolean isPe(byte[] head) {
        int at = head.length < 64 ? 0 : Integer.reverseBytes(big(head, 60));
        return at >= 4 && at < LAST_PE_HEADER && (at > head.length - 4 || big(head, at) == 0x50450000);
    }

    private static int big(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }
}
