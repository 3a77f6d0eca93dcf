package dev.attest.oci;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The file system that an image's layers give together (OCI image-spec, layer.md, "Applying Changesets"): whiteouts act
 * on lower layers only, an entry below a symlinked folder lies where the link leads inside the image, a hard link keeps
 * the file it was made for and gives it its permissions. Layers that an overlay would show with other files than one
 * folder into which all are unpacked are refused.
 */
public final class MergedView {
    private final FileTree tree;

    private MergedView(FileTree tree) {
        this.tree = tree;
    }

    /**
     * An entry where it lies in the image. {@code path} differs from the entry's own where a folder is a link; {@code
     * ordinal} is the entry's position in its layer; {@code original} is for a hard link the file it stands for, if there
     * was one.
     */
    public record Located(String path, LayerEntry entry, int layer, int ordinal, Optional<Located> original) {
        /** This entry, or the one that it is a hard link to. */
        public Located file() {
            return original.orElse(this);
        }

        /** Whether there is a regular file's content here. */
        public boolean isFile() {
            return file().entry().type() == LayerEntry.Type.FILE;
        }
    }

    /** The view of these layers, lowest first, each with its entries in the order of its tar. */
    public static MergedView of(List<List<LayerEntry>> layers) throws MalformedImageException {
        var builder = new Builder();
        for (List<LayerEntry> layer : layers) {
            builder.add(layer);
        }
        return builder.build();
    }

    /** Takes the layers one by one, so that nobody needs to hold all of them. */
    public static final class Builder {
        private final FileTree tree = new FileTree();
        private int layers;

        /** Puts the next layer on top. */
        public Builder add(List<LayerEntry> entries) throws MalformedImageException {
            tree.apply(entries, layers);
            layers++;
            return this;
        }

        public MergedView build() {
            return new MergedView(tree);
        }
    }

    /** What lies at exactly this normalised path; a link is the link. Folders that no layer lists are not found. */
    public Optional<Located> at(String path) {
        return tree.at(path);
    }

    /** What a process in the image would open: all symlinks followed, none out of the image, at most 255 of them. */
    public Optional<Located> resolve(String path) {
        return tree.resolve(path);
    }

    /** Everything that a layer lists and none removed, sorted by path. */
    public List<Located> entries() {
        var entries = new ArrayList<Located>();
        tree.collect(entries);
        entries.sort(Comparator.comparing(Located::path));
        return List.copyOf(entries);
    }

    /** The regular files, hard links to them included, sorted by path. */
    public Collection<Located> files() {
        return entries().stream().filter(Located::isFile).toList();
    }
}
