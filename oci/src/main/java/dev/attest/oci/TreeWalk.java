package dev.attest.oci;

import dev.attest.oci.MergedView.Located;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * All that is located in a tree, sorted by path as strings are: what lies below {@code a} comes after {@code a-b}, since a
 * dash sorts before a slash. What is still to come takes no more than the way down to where the walk is.
 */
final class TreeWalk implements Iterator<Located> {
    private final TreeEntries entries;
    private final NameArena names;
    private final NameBytes path = new NameBytes(1 << 8);
    private final Deque<Level> levels = new ArrayDeque<>();
    /** Folders that were passed and not gone into yet; the last one is always the first to be gone into. */
    private final Deque<TreeNode> waiting = new ArrayDeque<>();

    private @Nullable Located next;

    private static final class Level {
        private final TreeNode folder;
        private final TreeNode[] children;
        /** Bytes of the path up to here, with its slash. */
        private final int prefix;

        private int at;

        Level(TreeNode folder, TreeNode[] children, int prefix) {
            this.folder = folder;
            this.children = children;
            this.prefix = prefix;
        }
    }

    TreeWalk(TreeNode root, TreeEntries entries, NameArena names) {
        this.entries = entries;
        this.names = names;
        next = entries.located(root, "");
        enter(root, 0);
        if (next == null) {
            advance();
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Located next() {
        Located now = next;
        if (now == null) {
            throw new NoSuchElementException();
        }
        advance();
        return now;
    }

    private void advance() {
        next = null;
        while (next == null && !levels.isEmpty()) {
            Level level = levels.getLast();
            TreeNode sibling = level.at < level.children.length ? level.children[level.at] : null;
            TreeNode folder = waiting.peekLast();
            boolean isOurs = folder != null && folder.parent == level.folder;
            if (folder != null && isOurs && (sibling == null || names.goesBelowBefore(folder.name, sibling.name))) {
                waiting.removeLast();
                path.truncate(level.prefix);
                names.appendTo(path, folder.name);
                path.text("/", 0, 1);
                enter(folder, path.length());
            } else if (sibling == null) {
                levels.removeLast();
            } else {
                level.at++;
                pass(sibling, level);
            }
        }
    }

    private void enter(TreeNode folder, int prefix) {
        Folder children = folder.children();
        if (children != null && children.size() > 0) {
            levels.addLast(new Level(folder, children.sorted(), prefix));
        }
    }

    private void pass(TreeNode node, Level level) {
        if (!node.isEmpty()) {
            waiting.addLast(node);
        }
        if (node.isLocated()) {
            path.truncate(level.prefix);
            names.appendTo(path, node.name);
            next = entries.located(node, path.text());
        }
    }
}
