package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView;
import dev.attest.oci.MergedView.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The merged view of an image's layers, and which files stood at a path from layer to layer until now. */
public final class MergedLayers {
    private final MergedView view;
    private final Map<String, List<FileId>> histories;
    private final Map<Integer, List<List<FileId>>> vanished;

    /** A file by its layer, counted from the lowest, and its position there. */
    record FileId(int layer, int ordinal) {
        static FileId of(Located located) {
            return new FileId(located.file().layer(), located.file().ordinal());
        }
    }

    private MergedLayers(MergedView view, History history) {
        this.view = view;
        this.histories = history.byPath;
        this.vanished = history.vanished;
    }

    /** Merges the scanned layers, lowest first. */
    public static MergedLayers of(List<LayerScan> layers) throws MalformedImageException {
        var builder = new MergedView.Builder();
        MergedView view = builder.build();
        Set<String> followed = new HashSet<>();
        var history = new History(view);
        for (int number = 0; number < layers.size(); number++) {
            LayerScan layer = layers.get(number);
            builder.add(layer.entries());
            for (LayerRecord record : layer.records()) {
                if (!record.findings().isEmpty()) {
                    followed.add(layer.entries().get(record.ordinal()).path());
                }
            }
            for (String path : followed) {
                history.follow(path, number);
            }
        }
        return new MergedLayers(view, history);
    }

    /** Which files stood where, layer by layer. */
    private static final class History {
        private final MergedView view;
        private final Map<String, List<FileId>> byPath = new HashMap<>();
        private final Map<Integer, List<List<FileId>>> vanished = new HashMap<>();

        History(MergedView view) {
            this.view = view;
        }

        void follow(String path, int layer) {
            Optional<Located> now = view.at(path).filter(Located::isFile);
            if (now.isEmpty()) {
                List<FileId> before = byPath.remove(path);
                if (before != null) {
                    vanished.computeIfAbsent(layer, key -> new ArrayList<>()).add(before);
                }
                return;
            }
            List<FileId> history = byPath.computeIfAbsent(path, key -> new ArrayList<>());
            FileId id = FileId.of(now.get());
            if (history.isEmpty() || !history.get(history.size() - 1).equals(id)) {
                history.add(id);
            }
        }
    }

    /** What lies where. */
    public MergedView view() {
        return view;
    }

    /** Everything that is left of all layers, sorted by path. */
    public Collection<Located> entries() {
        return view.entries();
    }

    /** The files that stood at this place without interruption up to now, the present one first. */
    List<FileId> history(Located now) {
        List<FileId> known = histories.getOrDefault(now.path(), List.of());
        FileId id = FileId.of(now);
        if (known.isEmpty() || !known.get(known.size() - 1).equals(id)) {
            return List.of(id);
        }
        var reversed = new ArrayList<>(known);
        Collections.reverse(reversed);
        return reversed;
    }

    /** The histories, the oldest file first, of what stood somewhere until this layer took it away. */
    List<List<FileId>> vanishedIn(int layer) {
        return vanished.getOrDefault(layer, List.of());
    }

    /** The entry as a cataloger would have been asked for it at this path. */
    static LayerEntry asFileAt(Located located) {
        LayerEntry file = located.file().entry();
        return new LayerEntry(located.path(), LayerEntry.Type.FILE, file.mode(), file.owner(), file.size(), "");
    }
}
