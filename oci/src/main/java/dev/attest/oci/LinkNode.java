package dev.attest.oci;

import org.jspecify.annotations.Nullable;

/** A hard link to a file of the image, and which one that was: it stays what it is when its first place is taken. */
final class LinkNode extends TreeNode {
    /** Where the file lay when the link was made; no hard link itself. */
    final TreeNode file;

    private final int fileLayer;
    private final int fileOrdinal;

    LinkNode(@Nullable TreeNode parent, int name, int hash, TreeNode original) {
        super(parent, name, hash);
        if (original instanceof LinkNode link) {
            file = link.file;
            fileLayer = link.fileLayer;
            fileOrdinal = link.fileOrdinal;
        } else {
            file = original;
            fileLayer = original.layer();
            fileOrdinal = original.ordinal();
        }
    }

    int fileLayer() {
        return fileLayer;
    }

    int fileOrdinal() {
        return fileOrdinal;
    }
}
