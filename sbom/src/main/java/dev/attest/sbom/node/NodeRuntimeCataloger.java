package dev.attest.sbom.node;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the Node.js runtime that was copied into an image without a package, by the text {@code node.js/v20.1.0} that the
 * program sends in HTTP. One that a package brought is that package.
 */
public final class NodeRuntimeCataloger implements Cataloger {
    private static final int PIECE = 1 << 16;
    private static final int OVERLAP = 64;
    private static final int SMALLEST = 1 << 20;
    private static final byte[] MARK = "node.js/v".getBytes(StandardCharsets.ISO_8859_1);
    private static final Pattern VERSION = Pattern.compile("node\\.js/v(\\d{1,4}\\.\\d{1,4}\\.\\d{1,4})\\x00");

    @Override
    public String id() {
        return "node-runtime/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.size() > SMALLEST
                && (entry.mode() & 0111) != 0
                && entry.name().equals("node");
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException {
        InputStream content = file.stream();
        byte[] window = new byte[PIECE + OVERLAP];
        int kept = 0;
        int read = content.readNBytes(window, kept, PIECE);
        while (read > 0) {
            int end = kept + read;
            Optional<String> version = version(window, end);
            if (version.isPresent()) {
                return List.of(new Finding(Map.of("name", "node", "version", version.get())));
            }
            kept = Math.min(OVERLAP, end);
            System.arraycopy(window, end - kept, window, 0, kept);
            read = content.readNBytes(window, kept, PIECE);
        }
        return List.of();
    }

    private static Optional<String> version(byte[] window, int end) {
        for (int at = 0; at <= end - MARK.length; at++) {
            if (window[at] == MARK[0] && window[at + 5] == MARK[5] && window[at + 7] == MARK[7]) {
                int length = Math.min(OVERLAP, end - at);
                Matcher matcher = VERSION.matcher(new String(window, at, length, StandardCharsets.ISO_8859_1));
                if (matcher.lookingAt()) {
                    return Optional.of(matcher.group(1));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        records.all().values().forEach(sightings -> sightings.forEach(sighting -> add(sighting, assembly)));
    }

    private void add(Sighting sighting, Assembly assembly) {
        if (assembly.isOwned(sighting.path())) {
            return;
        }
        String version = sighting.finding().text("version");
        var identity = new Component.Identity(
                Component.Type.PLATFORM, "", "node", version, Purl.of("generic", "", "node", version));
        var place = new ComponentDraft.Place(id(), sighting.path(), sighting.span());
        assembly.own(sighting.path(), assembly.add(new ComponentDraft(identity, Component.Declared.NOTHING, place)));
    }
}
