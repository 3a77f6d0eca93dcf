package dev.attest.sbom.catalog;

import dev.attest.oci.MergedView;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What one cataloger's records say of the merged image: only files that are still there, sorted by path. */
public final class MergedRecords {
    private final NavigableMap<String, List<Sighting>> byPath;
    private final List<Buried> buried;
    private final MergedView view;

    /** One finding of a file, with the diffIDs' places of the layers that brought it and changed it last. */
    public record Sighting(String path, Finding finding, Span span) {}

    /** The layers, counted from the lowest, that first had something and last changed it. */
    public record Span(int first, int last) {}

    /** One finding of a file that a layer has, counted from the lowest, and the image no longer has. */
    public record Buried(String path, Finding finding, int layer) {}

    MergedRecords(NavigableMap<String, List<Sighting>> byPath, List<Buried> buried, MergedView view) {
        this.byPath = byPath;
        this.buried = List.copyOf(buried);
        this.view = view;
    }

    /** Every path with its findings; a file without findings is there with an empty list. */
    public Map<String, List<Sighting>> all() {
        return byPath;
    }

    /** What files say that upper layers deleted or replaced, by layer; whoever has the layers can still read them. */
    public List<Buried> buried() {
        return buried;
    }

    /** The findings of the file that a path leads to, links followed. */
    public Optional<List<Sighting>> at(String path) {
        return pathOf(path).flatMap(found -> Optional.ofNullable(byPath.get(found)));
    }

    /** The path of the file that {@code path} leads to, where this cataloger has read it. */
    public Optional<String> pathOf(String path) {
        return view.resolve(path).map(MergedView.Located::path).filter(byPath::containsKey);
    }
}
