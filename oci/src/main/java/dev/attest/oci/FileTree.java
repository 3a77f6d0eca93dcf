package dev.attest.oci;

import dev.attest.oci.MergedView.Located;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
    private static final int MAX_ENTRIES = 1_500_000;
    private static final long MAX_NAMES = 128L << 20;
    private static final int MAX_COLLISIONS = 512;
    private static final int MAX_LINKS = 255;
    private static final int MAX_STEPS = 1 << 14;
    private static final long MAX_TOTAL_STEPS = 1L << 28;

    private final TreeNode root = new TreeNode(null, "");
    /** Permission bits that hard links add to the file they name, by layer and ordinal. */
    private final Map<Long, Integer> added = new HashMap<>();

    private long steps;
    private long count;
    private long names;
    private int current;
    private boolean crossing;
    private boolean crossedAny;
    private boolean linked;
    private boolean colliding;

    void apply(List<LayerEntry> entries, int layer) throws MalformedImageException {
        for (LayerEntry entry : entries) {
            names += entry.path().length() + entry.linkTarget().length();
        }
        count += entries.size();
        if (count > MAX_ENTRIES || names > MAX_NAMES) {
            throw new MalformedImageException("the image's layers have more than " + MAX_ENTRIES
                    + " entries, or more than " + MAX_NAMES + " characters in their names, which is the limit");
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
        return shown(node);
    }

    Optional<Located> resolve(String path) {
        TreeNode node = walk(parts(path), false);
        return node == null ? Optional.empty() : shown(node);
    }

    void collect(List<Located> target) {
        var waiting = new ArrayDeque<TreeNode>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            TreeNode node = waiting.remove();
            shown(node).ifPresent(target::add);
            node.forEach(waiting::add);
        }
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
        TreeNode node = opaque ? folder : folder.child(hidden);
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
            boolean lower = node.located() == null || node.located().layer() < current;
            if (lower && node.isEmpty() && node.parent != null) {
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
            nodes.get(i).forEach(nodes::add);
        }
        steps += nodes.size();
        checkSteps();
        return nodes;
    }

    private void put(LayerEntry entry, int ordinal) throws MalformedImageException {
        crossing = false;
        TreeNode folder = folder(entry.path());
        if (entry.path().isEmpty()) {
            root.locate(new Located("", entry, current, ordinal, Optional.empty()));
            return;
        }
        boolean crosses = crossing;
        boolean here = !linked;
        Optional<Located> original = entry.type() == LayerEntry.Type.HARDLINK ? original(entry) : Optional.empty();
        TreeNode old = folder.child(entry.name());
        boolean isFolder = entry.type() == LayerEntry.Type.DIRECTORY;
        TreeNode node = old != null && isFolder && old.isDirectory() ? old : new TreeNode(folder, entry.path());
        checkAgreement(entry, old, node == old, crosses);
        node.crossed |= crosses;
        crossedAny |= crosses;
        node.locate(new Located(here ? entry.path() : pathOf(node), entry, current, ordinal, original));
        if (node != old) {
            add(folder, node);
        }
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
        boolean sameMode = old.located() == null || old.located().entry().mode() == entry.mode();
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
        TreeNode folder = parentOf(target);
        TreeNode node = folder == null ? null : folder.child(target.substring(target.lastIndexOf('/') + 1));
        if (node == null || node.located() == null) {
            return Optional.empty();
        }
        Located file = node.located().file();
        int more = link.mode() & ~file.entry().mode();
        if (more != 0) {
            added.merge(id(file), more, (a, b) -> a | b);
        }
        return Optional.of(file);
    }

    /** What a node shows: runtimes give a file the permissions that each of its hard links has in the tar. */
    private Optional<Located> shown(TreeNode node) {
        Located located = node.located();
        if (located == null || added.isEmpty() || !added.containsKey(id(located.file()))) {
            return Optional.ofNullable(located);
        }
        Located file = withMode(located.file(), Optional.empty());
        return Optional.of(located.original().isEmpty() ? file : withMode(located, Optional.of(file)));
    }

    private Located withMode(Located located, Optional<Located> original) {
        LayerEntry entry = located.entry();
        int mode = entry.mode() | added.getOrDefault(id(located.file()), 0);
        return new Located(located.path(), entry.withMode(mode), located.layer(), located.ordinal(), original);
    }

    private static long id(Located located) {
        return (long) located.layer() << 32 | located.ordinal();
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
        colliding |= folder.put(node) > MAX_COLLISIONS;
    }

    private void checkSteps() throws MalformedImageException {
        if (colliding) {
            throw new MalformedImageException("the names in a folder of the image are made to collide");
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
            TreeNode next = node.child(part);
            String target = next == null ? null : next.symlinkTarget();
            if (next != null && target != null) {
                linked = true;
                List<String> parts = parts(target);
                if (++links > MAX_LINKS || parts.size() > MAX_STEPS) {
                    return null;
                }
                crossing |= next.located() != null && next.located().layer() < current;
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
        TreeNode old = parent.child(name);
        if (old != null && old.isDirectory()) {
            return old;
        }
        var made = new TreeNode(parent, name);
        add(parent, made);
        return made;
    }

    private static String pathOf(TreeNode node) {
        var names = new ArrayDeque<String>();
        TreeNode at = node;
        while (at != null && at.parent != null) {
            names.addFirst(at.name());
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
