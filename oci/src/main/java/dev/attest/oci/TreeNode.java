package dev.attest.oci;

import dev.attest.oci.MergedView.Located;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place in a {@link FileTree}; without a located entry it is a folder that only its content implies. There may be
 * millions of them, so a node has no name of its own where its entry's path ends with it, and its siblings are linked
 * through it: some 70 bytes less than a map of names.
 */
final class TreeNode {
    private static final int FIRST_SIZE = 4;

    final @Nullable TreeNode parent;
    /** Put here through a link of a lower layer: an overlay has it elsewhere. */
    boolean crossed;

    /** What ends with the name, after its last slash. */
    private final String text;

    private final int hash;
    private @Nullable Located located;
    private @Nullable TreeNode next;
    private @Nullable Children children;

    private static final class Children {
        private @Nullable TreeNode[] buckets = new TreeNode[FIRST_SIZE];
        private int count;
    }

    /** {@code text} is the name or a path that ends with it. */
    TreeNode(@Nullable TreeNode parent, String text) {
        this.parent = parent;
        this.text = text;
        this.hash = hash(text, text.lastIndexOf('/') + 1, text.length());
    }

    String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    @Nullable
    Located located() {
        return located;
    }

    void locate(Located here) {
        located = here;
    }

    /** The target of the symlink that lies here, else null. A hard link to a symlink is that symlink once more. */
    @Nullable
    String symlinkTarget() {
        LayerEntry entry = located == null ? null : located.file().entry();
        return entry == null || entry.type() != LayerEntry.Type.SYMLINK ? null : entry.linkTarget();
    }

    boolean isDirectory() {
        return located == null || located.entry().type() == LayerEntry.Type.DIRECTORY;
    }

    boolean isEmpty() {
        return children == null || children.count == 0;
    }

    /** The child whose name is {@code path} from {@code from} to {@code to}. */
    @Nullable
    TreeNode child(String path, int from, int to) {
        if (children == null) {
            return null;
        }
        int wanted = hash(path, from, to);
        TreeNode node = children.buckets[wanted & (children.buckets.length - 1)];
        while (node != null && !(node.hash == wanted && node.hasName(path, from, to))) {
            node = node.next;
        }
        return node;
    }

    @Nullable
    TreeNode child(String name) {
        return child(name, 0, name.length());
    }

    /** Puts a node here in the place of what has its name; returns how many others must now be looked at to find it. */
    int put(TreeNode child) {
        if (children == null) {
            children = new Children();
        }
        remove(child);
        if (children.count >= children.buckets.length) {
            grow(children);
        }
        int bucket = child.hash & (children.buckets.length - 1);
        child.next = children.buckets[bucket];
        children.buckets[bucket] = child;
        children.count++;
        int others = 0;
        for (TreeNode node = child.next; node != null; node = node.next) {
            others++;
        }
        return others;
    }

    /** Removes what has this node's name. */
    void remove(TreeNode child) {
        String name = child.text;
        remove(name, name.lastIndexOf('/') + 1, name.length());
    }

    void forEach(Consumer<TreeNode> action) {
        if (children != null) {
            for (TreeNode first : children.buckets) {
                for (TreeNode node = first; node != null; node = node.next) {
                    action.accept(node);
                }
            }
        }
    }

    private void remove(String path, int from, int to) {
        TreeNode old = child(path, from, to);
        if (old == null || children == null) {
            return;
        }
        int bucket = old.hash & (children.buckets.length - 1);
        TreeNode before = children.buckets[bucket];
        if (before == old) {
            children.buckets[bucket] = old.next;
        } else {
            while (before != null && before.next != old) {
                before = before.next;
            }
            if (before != null) {
                before.next = old.next;
            }
        }
        old.next = null;
        children.count--;
    }

    private static void grow(Children children) {
        var buckets = new TreeNode[children.buckets.length * 2];
        for (TreeNode first : children.buckets) {
            TreeNode node = first;
            while (node != null) {
                TreeNode following = node.next;
                int bucket = node.hash & (buckets.length - 1);
                node.next = buckets[bucket];
                buckets[bucket] = node;
                node = following;
            }
        }
        children.buckets = buckets;
    }

    private boolean hasName(String path, int from, int to) {
        int start = text.lastIndexOf('/') + 1;
        return text.length() - start == to - from && text.regionMatches(start, path, from, to - from);
    }

    private static int hash(String path, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + path.charAt(i);
        }
        hash *= 0x9e3779b9;
        return hash ^ hash >>> 15;
    }
}
