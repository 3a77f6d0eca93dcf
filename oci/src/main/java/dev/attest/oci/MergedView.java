package dev.attest.oci;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;

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

    /** Takes the layers one by one, and holds each in the form of a {@link LayerTable}. */
    public static final class Builder {
        private final FileTree tree = new FileTree();
        private int layers;

        /** Puts the next layer on top. */
        public Builder add(List<LayerEntry> entries) throws MalformedImageException {
            tree.apply(LayerTable.of(entries), layers);
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

    /** Whether a link shows the file at another path, or with other permissions, than its layer lists it. */
    public boolean isMoved(Located located) {
        Located file = located.file();
        return !located.path().equals(file.entry().path()) || tree.hasAddedMode(file);
    }

    /**
     * Everything that a layer lists and none removed, sorted by path. It is made while one goes through it and there may
     * be millions, so none should be kept that is not needed; the size is counted anew each time it is asked for.
     */
    public Collection<Located> entries() {
        return new Entries();
    }

    /** The regular files, hard links to them included, sorted by path. */
    public Collection<Located> files() {
        return entries().stream().filter(Located::isFile).toList();
    }

    private final class Entries extends AbstractCollection<Located> {
        @Override
        public Iterator<Located> iterator() {
            return tree.iterator();
        }

        @Override
        public int size() {
            return tree.size();
        }

        @Override
        public boolean isEmpty() {
            return !iterator().hasNext();
        }

        @Override
        public Spliterator<Located> spliterator() {
            return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL);
        }
    }
}
