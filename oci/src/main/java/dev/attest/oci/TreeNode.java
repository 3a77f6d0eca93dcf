package dev.attest.oci;

import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link FileTree}; without an entry it is a folder that only its content implies. There may be millions of
 * them: a node is forty bytes, knows its entry by layer and ordinal, and its siblings are linked through it.
 */
class TreeNode {
    private static final int DIRECTORY = 1;
    private static final int SYMLINK = 2;
    private static final int ELSEWHERE = 4;
    private static final short NOWHERE = -1;

    final @Nullable TreeNode parent;
    /** The name's place in the tree's {@link NameArena}. */
    final int name;
    /** Of the name; siblings of one bucket are told apart by it before their names are looked at. */
    final int hash;
    /** The next one in its folder's bucket. */
    @Nullable
    TreeNode next;
    /** Put here through a link of a lower layer: an overlay has it elsewhere. */
    boolean crossed;

    private @Nullable Folder children;
    private int ordinal;
    private short layer = NOWHERE;
    private byte flags;

    TreeNode(@Nullable TreeNode parent, int name, int hash) {
        this.parent = parent;
        this.name = name;
        this.hash = hash;
    }

    /** Whether a layer lists what is here. */
    final boolean isLocated() {
        return layer != NOWHERE;
    }

    /** The layer that lists it, counted from the lowest, below all of them where none does. */
    final int layer() {
        return layer;
    }

    final int ordinal() {
        return ordinal;
    }

    /** Says which entry is here; {@code elsewhere}: its own path is not this place's. */
    final void locate(LayerEntry.Type type, int inLayer, int atOrdinal, boolean elsewhere) {
        layer = (short) inLayer;
        ordinal = atOrdinal;
        boolean toSymlink = this instanceof LinkNode link && link.file.isSymlink();
        flags = (byte) ((type == LayerEntry.Type.DIRECTORY ? DIRECTORY : 0)
                | (type == LayerEntry.Type.SYMLINK || toSymlink ? SYMLINK : 0)
                | (elsewhere ? ELSEWHERE : 0));
    }

    /** Whether there is a symlink here. A hard link to a symlink is that symlink once more. */
    final boolean isSymlink() {
        return (flags & SYMLINK) != 0;
    }

    final boolean isDirectory() {
        return !isLocated() || (flags & DIRECTORY) != 0;
    }

    final boolean isElsewhere() {
        return (flags & ELSEWHERE) != 0;
    }

    final boolean isEmpty() {
        return children == null || children.size() == 0;
    }

    /** What lies in here, null where nothing ever did. */
    final @Nullable Folder children() {
        return children;
    }

    /** The child whose name is {@code path} from {@code from} to {@code to}. */
    final @Nullable TreeNode child(String path, int from, int to) {
        return children == null ? null : children.find(path, from, to);
    }

    /** As {@link Folder#put}. */
    final int put(TreeNode child, NameArena names) {
        if (children == null) {
            children = new Folder(names);
        }
        return children.put(child);
    }

    final void remove(TreeNode child) {
        if (children != null) {
            children.remove(child);
        }
    }

    static int hash(String path, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + path.charAt(i);
        }
        hash *= 0x9e3779b9;
        return hash ^ hash >>> 15;
    }
}
