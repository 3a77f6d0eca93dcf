package dev.attest.sbom;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.catalog.FileContents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Streams the layers that hold the files once more and keeps the bytes of just these. */
final class SecondReading implements FileContents {
    private final LayerSource source;
    private final ScanLimits limits;

    private record Position(int layer, int ordinal) {}

    SecondReading(LayerSource source, ScanLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    @Override
    public List<byte[]> read(List<Located> files)
            throws IOException, MalformedImageException, MalformedContentException {
        var wanted = new HashMap<Position, byte[]>();
        var layers = new TreeSet<Integer>();
        for (Located file : files) {
            if (file.file().entry().size() > limits.fileBytes()) {
                throw new MalformedContentException(file.path() + ": a package database of "
                        + file.file().entry().size() + " bytes, at most " + limits.fileBytes() + " are read");
            }
            wanted.put(position(file), new byte[0]);
            layers.add(file.file().layer());
        }
        for (int layer : layers) {
            read(layer, wanted);
        }
        var contents = new ArrayList<byte[]>();
        for (Located file : files) {
            contents.add(wanted.getOrDefault(position(file), new byte[0]));
        }
        return contents;
    }

    private void read(int layer, Map<Position, byte[]> wanted) throws IOException, MalformedImageException {
        int[] ordinal = {0};
        source.read(layer, (entry, content) -> {
            var position = new Position(layer, ordinal[0]++);
            if (wanted.containsKey(position)) {
                wanted.put(position, content.readNBytes((int) entry.size()));
            }
        });
    }

    private static Position position(Located file) {
        return new Position(file.file().layer(), file.file().ordinal());
    }
}
