package dev.attest.oci;

import dev.attest.oci.MergedView.Located;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tree behind a {@link MergedView}. All walks are loops: a path may have thousands of parts. */
final class FileTree {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final String AUFS_METADATA = ".wh..wh.";
    private static final int MAX_ENTRIES = 2_000_000;
    private static final int MAX_LINKS = 255;
    private static final int MAX_STEPS = 1 << 14;
    private static final long MAX_TOTAL_STEPS = 1L << 28;

    /** A place in the tree; without a located entry it is a folder that only its content implies. */
    private static final class Node {
        private final @Nullable Node parent;
        private final String name;
        private @Nullable Located located;
        private @Nullable Map<String, Node> children;

        private Node(@Nullable Node parent, String name) {
            this.parent = parent;
            this.name = name;
        }

        private boolean isSymlink() {
            return located != null && located.entry().type() == LayerEntry.Type.SYMLINK;
        }

        private @Nullable Node child(String childName) {
            return children == null ? null : children.get(childName);
        }

        private Collection<Node> all() {
            return children == null ? List.of() : children.values();
        }
    }

    private final Node root = new Node(null, "");
    private long steps;
    private long count;

    void apply(List<LayerEntry> entries, int layer) throws MalformedImageException {
        count += entries.size();
        if (count > MAX_ENTRIES) {
            throw new MalformedImageException("the image's layers have more than " + MAX_ENTRIES + " entries");
        }
        // Whiteouts hide lower layers whatever their place in the tar, so they act before the layer's own entries.
        for (LayerEntry entry : entries) {
            if (entry.name().startsWith(WHITEOUT)) {
                whiteout(entry);
            }
        }
        int ordinal = 0;
        for (LayerEntry entry : entries) {
            if (!entry.name().startsWith(WHITEOUT)) {
                put(entry, layer, ordinal);
            }
            ordinal++;
        }
    }

    Optional<Located> at(String path) {
        Node node = root;
        for (String part : parts(path)) {
            node = node.child(part);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(node.located);
    }

    Optional<Located> resolve(String path) {
        Node node = walk(parts(path), false);
        return node == null ? Optional.empty() : Optional.ofNullable(node.located);
    }

    void collect(List<Located> target) {
        var waiting = new ArrayDeque<Node>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            Node node = waiting.remove();
            if (node.located != null) {
                target.add(node.located);
            }
            waiting.addAll(node.all());
        }
    }

    private void whiteout(LayerEntry entry) {
        String hidden = entry.name().substring(WHITEOUT.length());
        Node folder = walk(parts(parent(entry.path())), false);
        if (folder == null || hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            return;
        }
        if (entry.name().equals(OPAQUE)) {
            if (folder.children != null) {
                folder.children.clear();
            }
        } else if (!entry.name().startsWith(AUFS_METADATA) && folder.children != null) {
            folder.children.remove(hidden);
        }
    }

    private void put(LayerEntry entry, int layer, int ordinal) throws MalformedImageException {
        Node folder = folder(entry.path());
        if (entry.path().isEmpty()) {
            root.located = new Located("", entry, layer, ordinal, Optional.empty());
            return;
        }
        Map<String, Node> siblings = childrenOf(folder);
        String name = entry.name();
        Optional<Located> original =
                entry.type() == LayerEntry.Type.HARDLINK ? original(entry.linkTarget()) : Optional.empty();
        Node old = siblings.get(name);
        boolean isFolder = entry.type() == LayerEntry.Type.DIRECTORY;
        Node node = old != null && isFolder && isDirectory(old) ? old : new Node(folder, name);
        if (!isFolder) {
            node.children = null;
        }
        node.located = new Located(pathOf(node), entry, layer, ordinal, original);
        siblings.put(name, node);
    }

    /** The file that a hard link is made for: its folder's links are followed, the last part is taken as it is. */
    private Optional<Located> original(String target) {
        Node folder = walk(parts(parent(target)), false);
        Node node = folder == null ? null : folder.child(target.substring(target.lastIndexOf('/') + 1));
        return node == null || node.located == null ? Optional.empty() : Optional.of(node.located.file());
    }

    /** The folder of an entry, made where it is missing, behind links where there are some. */
    private Node folder(String path) throws MalformedImageException {
        List<String> parts = parts(parent(path));
        Node folder = walk(parts, true);
        if (folder == null) {
            // A loop of links cannot be unpacked; the entry is shown where it says it is.
            folder = root;
            for (String part : parts) {
                folder = makeFolder(folder, part);
            }
        }
        if (steps > MAX_TOTAL_STEPS) {
            throw new MalformedImageException(
                    "the image's links take more than " + MAX_TOTAL_STEPS + " steps to follow");
        }
        return folder;
    }

    /**
     * Follows a path through the image's links; missing folders are made when asked to. Null when
     * something is missing or links do not end.
     */
    private @Nullable Node walk(List<String> path, boolean make) {
        Deque<String> todo = new ArrayDeque<>(path);
        Node node = root;
        int links = 0;
        int walked = 0;
        while (!todo.isEmpty()) {
            steps++;
            if (++walked > MAX_STEPS) {
                return null;
            }
            String part = todo.remove();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                node = node.parent == null ? root : node.parent;
                continue;
            }
            Node next = node.child(part);
            if (next != null && next.isSymlink()) {
                String target = next.located == null ? "" : next.located.entry().linkTarget();
                List<String> parts = parts(target);
                if (++links > MAX_LINKS || parts.size() > MAX_STEPS) {
                    return null;
                }
                node = target.startsWith("/") ? root : node;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    todo.addFirst(parts.get(i));
                }
            } else if (next == null || (make && !isDirectory(next))) {
                if (!make) {
                    return null;
                }
                node = makeFolder(node, part);
            } else {
                node = next;
            }
        }
        return node;
    }

    private static Node makeFolder(Node parent, String name) {
        Node old = parent.child(name);
        if (old != null && isDirectory(old)) {
            return old;
        }
        var made = new Node(parent, name);
        childrenOf(parent).put(name, made);
        return made;
    }

    private static Map<String, Node> childrenOf(Node folder) {
        if (folder.children == null) {
            folder.children = new HashMap<>();
        }
        return folder.children;
    }

    private static boolean isDirectory(Node node) {
        return node.located == null || node.located.entry().type() == LayerEntry.Type.DIRECTORY;
    }

    private static String pathOf(Node node) {
        var names = new ArrayDeque<String>();
        Node at = node;
        while (at != null && at.parent != null) {
            names.addFirst(at.name);
            at = at.parent;
        }
        return String.join("/", names);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static List<String> parts(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    }
}
