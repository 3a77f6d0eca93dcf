package dev.attest.oci;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The children of a {@link TreeNode} by their names; its siblings are linked through a node, which spares a map's entries. */
final class Folder {
    private static final int FIRST_SIZE = 4;

    private final NameArena names;
    private @Nullable TreeNode[] buckets = new TreeNode[FIRST_SIZE];
    private int count;
    private TreeNode @Nullable [] sorted;

    Folder(NameArena names) {
        this.names = names;
    }

    int size() {
        return count;
    }

    /** The child whose name is {@code path} from {@code from} to {@code to}. */
    @Nullable
    TreeNode find(String path, int from, int to) {
        int wanted = TreeNode.hash(path, from, to);
        TreeNode node = buckets[wanted & (buckets.length - 1)];
        while (node != null && !(node.hash == wanted && names.matches(node.name, path, from, to))) {
            node = node.next;
        }
        return node;
    }

    /** Puts a node here in the place of what has its name; returns how many others must now be looked at to find it. */
    int put(TreeNode child) {
        remove(child);
        if (count >= buckets.length) {
            grow();
        }
        int bucket = child.hash & (buckets.length - 1);
        child.next = buckets[bucket];
        buckets[bucket] = child;
        count++;
        int others = 0;
        for (TreeNode node = child.next; node != null; node = node.next) {
            others++;
        }
        return others;
    }

    /** Removes what has this node's name. */
    void remove(TreeNode child) {
        sorted = null;
        int bucket = child.hash & (buckets.length - 1);
        TreeNode before = null;
        TreeNode node = buckets[bucket];
        while (node != null && !(node.hash == child.hash && names.compare(node.name, child.name) == 0)) {
            before = node;
            node = node.next;
        }
        if (node == null) {
            return;
        }
        if (before == null) {
            buckets[bucket] = node.next;
        } else {
            before.next = node.next;
        }
        node.next = null;
        count--;
    }

    void forEach(Consumer<TreeNode> action) {
        for (TreeNode first : buckets) {
            for (TreeNode node = first; node != null; node = node.next) {
                action.accept(node);
            }
        }
    }

    /** The children in the order of their names' chars; not to be changed, and kept until one comes or goes. */
    TreeNode[] sorted() {
        if (sorted == null) {
            var all = new TreeNode[count];
            int at = 0;
            for (TreeNode first : buckets) {
                for (TreeNode node = first; node != null; node = node.next) {
                    all[at++] = node;
                }
            }
            Arrays.sort(all, (one, other) -> names.compare(one.name, other.name));
            sorted = all;
        }
        return sorted;
    }

    private void grow() {
        var grown = new TreeNode[buckets.length * 2];
        for (TreeNode first : buckets) {
            TreeNode node = first;
            while (node != null) {
                TreeNode following = node.next;
                int bucket = node.hash & (grown.length - 1);
                node.next = grown[bucket];
                grown[bucket] = node;
                node = following;
            }
        }
        buckets = grown;
    }
}
