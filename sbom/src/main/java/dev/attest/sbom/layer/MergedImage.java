package dev.attest.sbom.layer;

import dev.attest.oci.LayerEntry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The file system that the layers give together, asked path by path: a whiteout or an opaque directory hides what lower
 * layers hold, and so does anything but a directory in a path's way (OCI image-spec, layer.md, "Whiteouts"). A whiteout
 * speaks of lower layers only.
 */
public final class MergedImage {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final int MAX_LINKS = 40;

    private final List<LayerIndex> layers;

    /** An entry of the merged image and the layer, counted from the lowest, that has it. */
    public record Found(String path, int layer, LayerIndex.Node node) {
        public boolean isFile() {
            return node.type() == LayerEntry.Type.FILE || node.type() == LayerEntry.Type.HARDLINK;
        }

        /** Whether it is a file that somebody may execute. */
        public boolean isExecutable() {
            return isFile() && (node.mode() & 0111) != 0;
        }
    }

    public MergedImage(List<LayerIndex> layersFromLowest) {
        layers = List.copyOf(layersFromLowest);
    }

    /** How many layers there are. */
    public int layers() {
        return layers.size();
    }

    /** The entry of exactly this path, links not followed. */
    public Optional<Found> find(String path) {
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            Optional<LayerIndex.Node> node = layers.get(layer).find(path);
            if (node.isPresent()) {
                return Optional.of(new Found(path, layer, node.get()));
            }
            if (hidesBelow(layer, path)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether the layer, which does not have the path itself, hides it in the layers below. */
    public boolean hidesBelow(int layer, String path) {
        LayerIndex index = layers.get(layer);
        int slash = path.length();
        while (slash >= 0) {
            String here = path.substring(0, slash);
            int parentEnd = here.lastIndexOf('/');
            String parent = parentEnd < 0 ? "" : here.substring(0, parentEnd + 1);
            boolean blocked = slash < path.length()
                    && index.find(here)
                            .filter(node -> node.type() != LayerEntry.Type.DIRECTORY)
                            .isPresent();
            if (blocked
                    || index.find(parent + WHITEOUT + here.substring(parentEnd + 1))
                            .isPresent()
                    || index.find(parent + OPAQUE).isPresent()) {
                return true;
            }
            slash = parentEnd;
        }
        return false;
    }

    /** The entry that a path leads to with all links followed, those in its directories too; none when they dangle. */
    public Optional<Found> resolve(String path) {
        var pending = new ArrayDeque<String>();
        push(pending, path);
        String at = "";
        int links = 0;
        Optional<Found> found = Optional.empty();
        while (!pending.isEmpty()) {
            String part = pending.pop();
            if (part.equals("..")) {
                at = parent(at);
                found = find(at);
                continue;
            }
            String next = at.isEmpty() ? part : at + "/" + part;
            found = find(next);
            if (found.isPresent() && found.get().node().type() == LayerEntry.Type.SYMLINK) {
                String target = found.get().node().target();
                if (++links > MAX_LINKS || target.length() > 4096) {
                    return Optional.empty();
                }
                at = target.startsWith("/") ? "" : at;
                push(pending, target);
            } else {
                at = next;
            }
        }
        return found;
    }

    private static void push(ArrayDeque<String> pending, String path) {
        String[] parts = path.split("/");
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                pending.push(parts[i]);
            }
        }
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
