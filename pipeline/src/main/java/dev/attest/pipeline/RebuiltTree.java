package dev.attest.pipeline;

import dev.attest.oci.EntryDetails;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView;
import dev.attest.oci.MergedView.Located;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The files of one or more layers of an image, sorted by path, to be held against those of another build. */
final class RebuiltTree {
    private final List<LayerContents> layers;
    private final int firstLayer;
    private final MergedView view;

    /** {@code firstLayer} is the number of the lowest of these layers in the image. */
    RebuiltTree(List<LayerContents> layers, int firstLayer) throws MalformedImageException {
        this.layers = List.copyOf(layers);
        this.firstLayer = firstLayer;
        var builder = new MergedView.Builder();
        for (LayerContents layer : layers) {
            builder.add(layer.entries());
        }
        view = builder.build();
    }

    /** Gives everything in which these differ, sorted by path. */
    static void compare(RebuiltTree a, RebuiltTree b, RebuildDifferences differences) {
        Iterator<Located> left = a.view.entries().iterator();
        Iterator<Located> right = b.view.entries().iterator();
        Located one = left.hasNext() ? left.next() : null;
        Located other = right.hasNext() ? right.next() : null;
        while (one != null || other != null) {
            int order = one == null ? 1 : other == null ? -1 : one.path().compareTo(other.path());
            if (order == 0 && one != null && other != null) {
                List<RebuildDifference.Change> changes = changes(a, one, b, other);
                if (!changes.isEmpty()) {
                    differences.add(new RebuildDifference(
                            LayerContents.shown(one.path()), a.layer(one), b.layer(other), changes));
                }
            } else if (order < 0 && one != null) {
                differences.add(a.only(one, a.layer(one), -1, RebuildAspect.ONLY_IN_A));
            } else if (other != null) {
                differences.add(b.only(other, -1, b.layer(other), RebuildAspect.ONLY_IN_B));
            }
            one = order <= 0 ? (left.hasNext() ? left.next() : null) : one;
            other = order >= 0 ? (right.hasNext() ? right.next() : null) : other;
        }
    }

    private int layer(Located located) {
        return firstLayer + located.layer();
    }

    private RebuildDifference only(Located located, int layerA, int layerB, RebuildAspect aspect) {
        boolean before = aspect == RebuildAspect.ONLY_IN_A;
        String what = located.path().indexOf('\0') >= 0 ? "whiteout" : type(located.entry());
        return new RebuildDifference(
                LayerContents.shown(located.path()),
                layerA,
                layerB,
                List.of(new RebuildDifference.Change(aspect, before ? what : "", before ? "" : what)));
    }

    private static List<RebuildDifference.Change> changes(RebuiltTree a, Located one, RebuiltTree b, Located other) {
        var changes = new ArrayList<RebuildDifference.Change>();
        LayerEntry x = one.entry();
        LayerEntry y = other.entry();
        EntryDetails left = a.details(one);
        EntryDetails right = b.details(other);
        note(changes, RebuildAspect.TYPE, type(x), type(y));
        if (x.type() == y.type()) {
            boolean same = a.contents(one).hasSameContent(one.ordinal(), b.contents(other), other.ordinal());
            if (x.size() != y.size() || !same) {
                note(changes, RebuildAspect.CONTENT, a.content(one), b.content(other));
            }
            note(changes, RebuildAspect.LINK_TARGET, x.linkTarget(), y.linkTarget());
            note(changes, RebuildAspect.DEVICE, device(left), device(right));
        }
        note(changes, RebuildAspect.MODE, mode(x), mode(y));
        note(changes, RebuildAspect.OWNER, owner(x), owner(y));
        note(changes, RebuildAspect.ATTRIBUTES, left.attributes(), right.attributes());
        if (left.mtimeSeconds() != right.mtimeSeconds() || left.mtimeNanos() != right.mtimeNanos()) {
            changes.add(new RebuildDifference.Change(RebuildAspect.MTIME, time(left), time(right)));
        }
        return changes;
    }

    private static void note(
            List<RebuildDifference.Change> changes, RebuildAspect aspect, String before, String after) {
        if (!before.equals(after)) {
            changes.add(new RebuildDifference.Change(aspect, before, after));
        }
    }

    private LayerContents contents(Located located) {
        return layers.get(located.layer());
    }

    private EntryDetails details(Located located) {
        return contents(located).details(located.ordinal());
    }

    private String content(Located located) {
        long size = located.entry().size();
        return (size == 0 ? "" : "sha256:" + contents(located).content(located.ordinal()) + " ") + size + " bytes";
    }

    private static String type(LayerEntry entry) {
        return switch (entry.type()) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMLINK -> "symlink";
            case HARDLINK -> "hard link";
            case CHARACTER_DEVICE -> "character device";
            case BLOCK_DEVICE -> "block device";
            case FIFO -> "fifo";
        };
    }

    private static String mode(LayerEntry entry) {
        return String.format("%04o", entry.mode());
    }

    private static String owner(LayerEntry entry) {
        return entry.owner().uid() + ":" + entry.owner().gid();
    }

    private static String device(EntryDetails details) {
        return details.deviceMajor() + ":" + details.deviceMinor();
    }

    private static String time(EntryDetails details) {
        try {
            return Instant.ofEpochSecond(details.mtimeSeconds(), details.mtimeNanos())
                    .toString();
        } catch (DateTimeException | ArithmeticException e) {
            return details.mtimeSeconds() + " seconds";
        }
    }
}
