package dev.attest.oci;

/**
 * One entry of a layer's tar as its header tells it. {@code path} is normalised: relative to the root, without {@code .}
 * and {@code ..}, no leading or trailing slash, the root itself empty; whiteouts keep their {@code .wh.} name. {@code
 * linkTarget} is the raw target of a symlink, the normalised path of a hard link's target, else empty. Sizes in bytes,
 * {@code mode} the permission bits with setuid, setgid and sticky, {@code capability} the extended attribute {@code
 * security.capability} in hex, at most its first 64 bytes, empty where there is none.
 */
public record LayerEntry(
        String path, Type type, int mode, Owner owner, long size, String linkTarget, String capability) {
    /** The kinds of entry that an image can hold. */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARDLINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FIFO
    }

    /** Numeric owner and group. */
    public record Owner(long uid, long gid) {}

    /** An entry without capabilities. */
    public LayerEntry(String path, Type type, int mode, Owner owner, long size, String linkTarget) {
        this(path, type, mode, owner, size, linkTarget, "");
    }

    /** The same entry with other permission bits. */
    public LayerEntry withMode(int other) {
        return new LayerEntry(path, type, other, owner, size, linkTarget, capability);
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
