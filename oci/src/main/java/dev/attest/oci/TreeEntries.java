package dev.attest.oci;

import dev.attest.oci.MergedView.Located;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the nodes of a tree stand for, made when it is asked for. */
final class TreeEntries {
    private final NameArena names;
    private final List<LayerTable> layers = new ArrayList<>();
    /** Permission bits that hard links add to the file they name, by layer and ordinal. */
    private final Map<Long, Integer> added = new HashMap<>();

    TreeEntries(NameArena names) {
        this.names = names;
    }

    void add(LayerTable layer) {
        layers.add(layer);
    }

    /** The permissions in the tar of what is located here. */
    int mode(TreeNode node) {
        return attributes(node.layer(), node.ordinal()).mode();
    }

    /** The target of the symlink that lies here, else null. */
    @Nullable
    String symlinkTarget(TreeNode node) {
        if (!node.isSymlink()) {
            return null;
        }
        return node instanceof LinkNode link
                ? attributes(link.fileLayer(), link.fileOrdinal()).linkTarget()
                : attributes(node.layer(), node.ordinal()).linkTarget();
    }

    /** Gives the file of a hard link the permissions that the link's entry has. */
    void addMode(LinkNode link, int mode) {
        int more = mode & ~attributes(link.fileLayer(), link.fileOrdinal()).mode();
        if (more != 0) {
            added.merge(id(link.fileLayer(), link.fileOrdinal()), more, (a, b) -> a | b);
        }
    }

    /** What a node shows: runtimes give a file the permissions that each of its hard links has in the tar. */
    @Nullable
    Located located(TreeNode node, String path) {
        if (!node.isLocated()) {
            return null;
        }
        LayerTable layer = layers.get(node.layer());
        LayerEntry entry = node.isElsewhere() ? layer.get(node.ordinal()) : layer.get(node.ordinal(), path);
        Optional<Located> original = Optional.empty();
        int more;
        if (node instanceof LinkNode link) {
            more = more(link.fileLayer(), link.fileOrdinal());
            LayerEntry file = layers.get(link.fileLayer()).get(link.fileOrdinal());
            original = Optional.of(new Located(
                    path(link.file), withMode(file, more), link.fileLayer(), link.fileOrdinal(), Optional.empty()));
        } else {
            more = more(node.layer(), node.ordinal());
        }
        return new Located(path, withMode(entry, more), node.layer(), node.ordinal(), original);
    }

    /** The permission bits that hard links add to the file. */
    int more(int layer, int ordinal) {
        return added.isEmpty() ? 0 : added.getOrDefault(id(layer, ordinal), 0);
    }

    private static LayerEntry withMode(LayerEntry entry, int more) {
        return more == 0 ? entry : entry.withMode(entry.mode() | more);
    }

    /** The path from the root. */
    String path(TreeNode node) {
        var above = new ArrayDeque<TreeNode>();
        for (TreeNode at = node; at != null && at.parent != null; at = at.parent) {
            above.push(at);
        }
        var path = new NameBytes(1 << 8);
        for (TreeNode at : above) {
            if (path.length() > 0) {
                path.text("/", 0, 1);
            }
            names.appendTo(path, at.name);
        }
        return path.text();
    }

    /** The length of the path from the root, in bytes. */
    long pathLength(TreeNode node) {
        long length = 0;
        for (TreeNode at = node; at != null && at.parent != null; at = at.parent) {
            length += names.length(at.name) + 1;
        }
        return length;
    }

    /** The entry without its path. */
    private LayerEntry attributes(int layer, int ordinal) {
        return layers.get(layer).get(ordinal, "");
    }

    private static long id(int layer, int ordinal) {
        return (long) layer << 32 | ordinal;
    }
}
