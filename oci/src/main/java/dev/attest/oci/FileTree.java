package dev.attest.oci;

import dev.attest.oci.MergedView.Located;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
        /** Put here through a link of a lower layer: an overlay has it elsewhere. */
        private boolean crossed;

        private Node(@Nullable Node parent, String name) {
            this.parent = parent;
            this.name = name;
        }

        /** A hard link to a symlink is that symlink once more, which leads on from where it lies now. */
        private boolean isSymlink() {
            return located != null && located.file().entry().type() == LayerEntry.Type.SYMLINK;
        }

        private @Nullable Node child(String childName) {
            return children == null ? null : children.get(childName);
        }

        private Collection<Node> all() {
            return children == null ? List.of() : children.values();
        }
    }

    private final Node root = new Node(null, "");
    /** Permission bits that hard links add to the file they name, by layer and ordinal. */
    private final Map<Long, Integer> added = new HashMap<>();

    private long steps;
    private long count;
    private int current;
    private boolean crossing;
    private boolean crossedAny;

    void apply(List<LayerEntry> entries, int layer) throws MalformedImageException {
        count += entries.size();
        if (count > MAX_ENTRIES) {
            throw new MalformedImageException("the image's layers have more than " + MAX_ENTRIES + " entries");
        }
        current = layer;
        int ordinal = 0;
        for (LayerEntry entry : entries) {
            if (entry.name().startsWith(WHITEOUT)) {
                whiteout(entry);
            } else {
                put(entry, ordinal);
            }
            ordinal++;
            checkSteps();
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
        return shown(node);
    }

    Optional<Located> resolve(String path) {
        Node node = walk(parts(path), false);
        return node == null ? Optional.empty() : shown(node);
    }

    void collect(List<Located> target) {
        var waiting = new ArrayDeque<Node>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            Node node = waiting.remove();
            shown(node).ifPresent(target::add);
            waiting.addAll(node.all());
        }
    }

    /** Hides what lower layers have, whatever its place in the tar; what this layer has put there stays. */
    private void whiteout(LayerEntry entry) throws MalformedImageException {
        String hidden = entry.name().substring(WHITEOUT.length());
        crossing = false;
        Node folder = walk(parts(parent(entry.path())), false);
        boolean opaque = entry.name().equals(OPAQUE);
        if (folder == null
                || hidden.isEmpty()
                || hidden.equals(".")
                || hidden.equals("..")
                || (!opaque && entry.name().startsWith(AUFS_METADATA))) {
            return;
        }
        Node node = opaque ? folder : folder.child(hidden);
        if (node != null && !(opaque && node.all().isEmpty())) {
            if (crossing) {
                throw disagreement(entry);
            }
            remove(node, opaque, entry);
        }
    }

    /** Removes what lower layers put here and below; of an opaque folder itself only the content. */
    private void remove(Node top, boolean contentOnly, LayerEntry why) throws MalformedImageException {
        List<Node> below = subtree(top);
        for (int i = below.size() - 1; i >= (contentOnly ? 1 : 0); i--) {
            Node node = below.get(i);
            boolean lower = node.located == null || node.located.layer() < current;
            if (lower && node.all().isEmpty() && node.parent != null && node.parent.children != null) {
                if (node.crossed) {
                    throw disagreement(why);
                }
                node.parent.children.remove(node.name);
            }
        }
    }

    private List<Node> subtree(Node top) throws MalformedImageException {
        var nodes = new ArrayList<Node>();
        nodes.add(top);
        for (int i = 0; i < nodes.size(); i++) {
            nodes.addAll(nodes.get(i).all());
        }
        steps += nodes.size();
        checkSteps();
        return nodes;
    }

    private void put(LayerEntry entry, int ordinal) throws MalformedImageException {
        crossing = false;
        Node folder = folder(entry.path());
        if (entry.path().isEmpty()) {
            root.located = new Located("", entry, current, ordinal, Optional.empty());
            return;
        }
        boolean crosses = crossing;
        Map<String, Node> siblings = childrenOf(folder);
        String name = entry.name();
        Optional<Located> original = entry.type() == LayerEntry.Type.HARDLINK ? original(entry) : Optional.empty();
        Node old = siblings.get(name);
        boolean isFolder = entry.type() == LayerEntry.Type.DIRECTORY;
        Node node = old != null && isFolder && isDirectory(old) ? old : new Node(folder, name);
        checkAgreement(entry, old, node == old, crosses);
        node.crossed |= crosses;
        crossedAny |= crosses;
        node.located = new Located(pathOf(node), entry, current, ordinal, original);
        siblings.put(name, node);
    }

    /**
     * Behind a link of a lower layer, a runtime that unpacks all layers into one folder writes where the link leads; one
     * that keeps a folder per layer, as an overlay, puts a folder in the link's place. Both have what is new, so only
     * that is taken; what one of them would replace, the other one still shows.
     */
    private void checkAgreement(LayerEntry entry, @Nullable Node old, boolean kept, boolean crosses)
            throws MalformedImageException {
        boolean isNew = entry.type() == LayerEntry.Type.FILE || entry.type() == LayerEntry.Type.DIRECTORY;
        if (crosses && !isNew) {
            throw disagreement(entry);
        }
        if (old == null || !(crosses || crossedAny)) {
            return;
        }
        boolean sameMode = old.located == null || old.located.entry().mode() == entry.mode();
        boolean agreed = kept
                ? sameMode || !(crosses || old.crossed)
                : !crosses && subtree(old).stream().noneMatch(node -> node.crossed);
        if (!agreed) {
            throw disagreement(entry);
        }
    }

    private static MalformedImageException disagreement(LayerEntry entry) {
        return new MalformedImageException("the layers' entry " + entry.path()
                + " lies behind a link of a lower layer, or replaces what does; runtimes unpack that differently");
    }

    /** The file that a hard link is made for: its folder's links are followed, the last part is taken as it is. */
    private Optional<Located> original(LayerEntry link) {
        String target = link.linkTarget();
        Node folder = walk(parts(parent(target)), false);
        Node node = folder == null ? null : folder.child(target.substring(target.lastIndexOf('/') + 1));
        if (node == null || node.located == null) {
            return Optional.empty();
        }
        Located file = node.located.file();
        int more = link.mode() & ~file.entry().mode();
        if (more != 0) {
            added.merge(id(file), more, (a, b) -> a | b);
        }
        return Optional.of(file);
    }

    /** What a node shows: runtimes give a file the permissions that each of its hard links has in the tar. */
    private Optional<Located> shown(Node node) {
        Located located = node.located;
        if (located == null || added.isEmpty() || !added.containsKey(id(located.file()))) {
            return Optional.ofNullable(located);
        }
        Located file = withMode(located.file(), Optional.empty());
        return Optional.of(located.original().isEmpty() ? file : withMode(located, Optional.of(file)));
    }

    private Located withMode(Located located, Optional<Located> original) {
        LayerEntry entry = located.entry();
        int mode = entry.mode() | added.getOrDefault(id(located.file()), 0);
        var more = new LayerEntry(entry.path(), entry.type(), mode, entry.owner(), entry.size(), entry.linkTarget());
        return new Located(located.path(), more, located.layer(), located.ordinal(), original);
    }

    private static long id(Located located) {
        return (long) located.layer() << 32 | located.ordinal();
    }

    /** The folder of an entry, made where it is missing, behind links where there are some. */
    private Node folder(String path) {
        List<String> parts = parts(parent(path));
        Node folder = walk(parts, true);
        if (folder == null) {
            // A loop of links cannot be unpacked; the entry is shown where it says it is.
            folder = root;
            for (String part : parts) {
                folder = makeFolder(folder, part);
            }
        }
        return folder;
    }

    private void checkSteps() throws MalformedImageException {
        if (steps > MAX_TOTAL_STEPS) {
            throw new MalformedImageException(
                    "the image's links and whiteouts take more than " + MAX_TOTAL_STEPS + " steps to follow");
        }
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
                String target =
                        next.located == null ? "" : next.located.file().entry().linkTarget();
                List<String> parts = parts(target);
                if (++links > MAX_LINKS || parts.size() > MAX_STEPS) {
                    return null;
                }
                crossing |= next.located != null && next.located.layer() < current;
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
