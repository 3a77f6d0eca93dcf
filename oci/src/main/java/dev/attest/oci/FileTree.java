package dev.attest.oci;

import dev.attest.oci.MergedView.Located;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tree behind a {@link MergedView}. All walks are loops: a path may have thousands of parts. */
final class FileTree {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final String AUFS_METADATA = ".wh..wh.";
    private static final int MAX_ENTRIES = 3_200_000;
    private static final long MAX_NAMES = 256L << 20;
    private static final long MAX_PATH = 1 << 16;
    private static final int MAX_IMPLIED = 1_000_000;
    private static final int MAX_COLLISIONS = 512;
    private static final int MAX_LINKS = 255;
    private static final int MAX_STEPS = 1 << 14;
    private static final long MAX_TOTAL_STEPS = 1L << 28;

    private final NameArena names = new NameArena();
    private final TreeEntries tree = new TreeEntries(names);
    private final TreeNode root = newNode(null, "", 0);

    private long steps;
    private long count;
    private long characters;
    private long implied;
    private int current;
    private boolean crossing;
    private boolean crossedAny;
    private boolean linked;
    private boolean colliding;

    void apply(LayerTable entries, int layer) throws MalformedImageException {
        for (LayerEntry entry : entries) {
            characters += entry.path().length() + entry.linkTarget().length();
        }
        count += entries.size();
        if (count > MAX_ENTRIES || characters > MAX_NAMES || layer > Short.MAX_VALUE) {
            throw new MalformedImageException("the image's layers have more than " + MAX_ENTRIES
                    + " entries, or more than " + MAX_NAMES + " characters in their names, which is the limit");
        }
        tree.add(entries);
        current = layer;
        int ordinal = 0;
        for (LayerEntry entry : entries) {
            if (entry.path().startsWith(WHITEOUT, nameStart(entry.path()))) {
                whiteout(entry);
            } else {
                put(entry, ordinal);
            }
            ordinal++;
            checkBounds();
        }
    }

    Optional<Located> at(String path) {
        TreeNode node = root;
        for (int from = path.isEmpty() ? 1 : 0; from <= path.length(); ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            node = node.child(path, from, to);
            if (node == null) {
                return Optional.empty();
            }
            from = to + 1;
        }
        return Optional.ofNullable(tree.located(node, path));
    }

    Optional<Located> resolve(String path) {
        TreeNode node = walk(parts(path), false);
        return node == null || !node.isLocated()
                ? Optional.empty()
                : Optional.ofNullable(tree.located(node, tree.path(node)));
    }

    /** Whether hard links give the file more permissions than its own entry. */
    boolean hasAddedMode(Located file) {
        return tree.more(file.layer(), file.ordinal()) != 0;
    }

    Iterator<Located> iterator() {
        return new TreeWalk(root, tree, names);
    }

    int size() {
        int located = 0;
        var waiting = new ArrayDeque<TreeNode>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            TreeNode node = waiting.removeLast();
            located += node.isLocated() ? 1 : 0;
            forEachChild(node, waiting::add);
        }
        return located;
    }

    /** Hides what lower layers have, whatever its place in the tar; what this layer has put there stays. */
    private void whiteout(LayerEntry entry) throws MalformedImageException {
        String hidden = entry.name().substring(WHITEOUT.length());
        crossing = false;
        TreeNode folder = parentOf(entry.path());
        boolean opaque = entry.name().equals(OPAQUE);
        if (folder == null
                || hidden.isEmpty()
                || hidden.equals(".")
                || hidden.equals("..")
                || (!opaque && entry.name().startsWith(AUFS_METADATA))) {
            return;
        }
        TreeNode node = opaque ? folder : folder.child(hidden, 0, hidden.length());
        if (node != null && !(opaque && node.isEmpty())) {
            if (crossing) {
                throw disagreement(entry);
            }
            remove(node, opaque, entry);
        }
    }

    /** Removes what lower layers put here and below; of an opaque folder itself only the content. */
    private void remove(TreeNode top, boolean contentOnly, LayerEntry why) throws MalformedImageException {
        List<TreeNode> below = subtree(top);
        for (int i = below.size() - 1; i >= (contentOnly ? 1 : 0); i--) {
            TreeNode node = below.get(i);
            if (node.layer() < current && node.isEmpty() && node.parent != null) {
                if (node.crossed) {
                    throw disagreement(why);
                }
                node.parent.remove(node);
            }
        }
    }

    private List<TreeNode> subtree(TreeNode top) throws MalformedImageException {
        var nodes = new ArrayList<TreeNode>();
        nodes.add(top);
        for (int i = 0; i < nodes.size(); i++) {
            forEachChild(nodes.get(i), nodes::add);
        }
        steps += nodes.size();
        checkBounds();
        return nodes;
    }

    private static void forEachChild(TreeNode node, Consumer<TreeNode> action) {
        Folder children = node.children();
        if (children != null) {
            children.forEach(action);
        }
    }

    private void put(LayerEntry entry, int ordinal) throws MalformedImageException {
        crossing = false;
        String path = entry.path();
        TreeNode folder = folder(path);
        if (path.isEmpty()) {
            root.locate(entry.type(), current, ordinal, false);
            return;
        }
        boolean crosses = crossing;
        boolean here = !linked;
        TreeNode original = entry.type() == LayerEntry.Type.HARDLINK ? original(entry) : null;
        TreeNode old = folder.child(path, nameStart(path), path.length());
        boolean isFolder = entry.type() == LayerEntry.Type.DIRECTORY;
        boolean kept = old != null && isFolder && old.isDirectory();
        checkAgreement(entry, old, kept, crosses);
        TreeNode node = old != null && kept ? old : newNode(folder, entry, old, original);
        node.crossed |= crosses;
        crossedAny |= crosses;
        node.locate(entry.type(), current, ordinal, !here);
        if (node != old) {
            add(folder, node);
        }
        if (!here && tree.pathLength(node) > MAX_PATH) {
            throw new MalformedImageException("a link of the image puts an entry at a path of more than " + MAX_PATH
                    + " bytes, which is the limit");
        }
    }

    private TreeNode newNode(TreeNode folder, LayerEntry entry, @Nullable TreeNode old, @Nullable TreeNode original) {
        String path = entry.path();
        int start = nameStart(path);
        int name = old == null ? names.add(path, start, path.length()) : old.name;
        int hash = old == null ? TreeNode.hash(path, start, path.length()) : old.hash;
        if (original == null) {
            return new TreeNode(folder, name, hash);
        }
        var link = new LinkNode(folder, name, hash, original);
        tree.addMode(link, entry.mode());
        return link;
    }

    private TreeNode newNode(@Nullable TreeNode folder, String path, int start) {
        return new TreeNode(folder, names.add(path, start, path.length()), TreeNode.hash(path, start, path.length()));
    }

    /**
     * Behind a link of a lower layer, a runtime that unpacks all layers into one folder writes where the link leads; one
     * that keeps a folder per layer, as an overlay, puts a folder in the link's place. Both have what is new, so only
     * that is taken; what one of them would replace, the other one still shows.
     */
    private void checkAgreement(LayerEntry entry, @Nullable TreeNode old, boolean kept, boolean crosses)
            throws MalformedImageException {
        boolean isNew = entry.type() == LayerEntry.Type.FILE || entry.type() == LayerEntry.Type.DIRECTORY;
        if (crosses && !isNew) {
            throw disagreement(entry);
        }
        if (old == null || !(crosses || crossedAny)) {
            return;
        }
        boolean sameMode = !old.isLocated() || tree.mode(old) == entry.mode();
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
    private @Nullable TreeNode original(LayerEntry link) {
        String target = link.linkTarget();
        TreeNode folder = parentOf(target);
        TreeNode node = folder == null ? null : folder.child(target, nameStart(target), target.length());
        return node != null && node.isLocated() ? node : null;
    }

    /** The folder of an entry, made where it is missing, behind links where there are some. */
    private TreeNode folder(String path) {
        linked = false;
        TreeNode direct = direct(path);
        if (direct != null) {
            return direct;
        }
        List<String> parts = parts(parent(path));
        TreeNode folder = walk(parts, true);
        if (folder == null) {
            // A loop of links cannot be unpacked; the entry is shown where it says it is.
            linked = false;
            folder = root;
            for (String part : parts) {
                folder = makeFolder(folder, part);
            }
        }
        return folder;
    }

    /** The folder of a path where there is one, links followed. */
    private @Nullable TreeNode parentOf(String path) {
        TreeNode direct = direct(path);
        return direct != null ? direct : walk(parts(parent(path)), false);
    }

    /** The folder of a normalised path if nothing is missing and no link on the way to it, which is the common case. */
    private @Nullable TreeNode direct(String path) {
        TreeNode node = root;
        int end = path.lastIndexOf('/');
        for (int from = 0; from < end; ) {
            int to = path.indexOf('/', from);
            TreeNode next = node.child(path, from, to);
            if (next == null || !next.isDirectory()) {
                return null;
            }
            steps++;
            node = next;
            from = to + 1;
        }
        return node;
    }

    private void add(TreeNode folder, TreeNode node) {
        colliding |= folder.put(node, names) > MAX_COLLISIONS;
    }

    private void checkBounds() throws MalformedImageException {
        if (colliding) {
            throw new MalformedImageException("the names in a folder of the image are made to collide");
        }
        if (implied > MAX_IMPLIED || names.isFull()) {
            throw new MalformedImageException("the image's layers imply more than " + MAX_IMPLIED
                    + " folders that they do not list, or folders with too long names");
        }
        if (steps > MAX_TOTAL_STEPS) {
            throw new MalformedImageException(
                    "the image's links and whiteouts take more than " + MAX_TOTAL_STEPS + " steps to follow");
        }
    }

    /**
     * Follows a path through the image's links; missing folders are made when asked to. Null when
     * something is missing or links do not end.
     */
    private @Nullable TreeNode walk(List<String> path, boolean make) {
        Deque<String> todo = new ArrayDeque<>(path);
        TreeNode node = root;
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
            TreeNode next = node.child(part, 0, part.length());
            String target = next == null ? null : tree.symlinkTarget(next);
            if (next != null && target != null) {
                linked = true;
                List<String> parts = parts(target);
                if (++links > MAX_LINKS || parts.size() > MAX_STEPS) {
                    return null;
                }
                crossing |= next.layer() < current;
                node = target.startsWith("/") ? root : node;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    todo.addFirst(parts.get(i));
                }
            } else if (next == null || (make && !next.isDirectory())) {
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

    private TreeNode makeFolder(TreeNode parent, String name) {
        TreeNode old = parent.child(name, 0, name.length());
        if (old != null && old.isDirectory()) {
            return old;
        }
        implied++;
        TreeNode made = old == null ? newNode(parent, name, 0) : new TreeNode(parent, old.name, old.hash);
        add(parent, made);
        return made;
    }

    private static int nameStart(String path) {
        return path.lastIndexOf('/') + 1;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static List<String> parts(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    }
}
