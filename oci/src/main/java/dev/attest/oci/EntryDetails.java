package dev.attest.oci;

/**
 * What a layer's tar says of an entry beside what a {@link LayerEntry} tells: nothing in an image is judged by it, but two
 * builds of the same image may differ in it. The time of the last change in seconds since 1970 and nanoseconds, which are
 * negative before then; the numbers of a device, zero for what is none; {@code attributes}, the SHA-256 in hex of all
 * extended attributes, empty where there are none.
 */
public record EntryDetails(long mtimeSeconds, int mtimeNanos, long deviceMajor, long deviceMinor, String attributes) {
    /** What no tar says anything of. */
    public static final EntryDetails NONE = new EntryDetails(0, 0, 0, 0, "");
}
