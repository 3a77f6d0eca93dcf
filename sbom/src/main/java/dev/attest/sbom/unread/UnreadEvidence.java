package dev.attest.sbom.unread;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sees what no other cataloger reads and says so, one gap per ecosystem: databases and metadata by their paths,
 * executables that belong to no package by their first bytes.
 */
public final class UnreadEvidence implements Cataloger {
    private static final String EXECUTABLES = "executables of no package";
    private static final int EXAMPLES = 5;

    @Override
    public String id() {
        return "unread/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return (entry.mode() & 0111) != 0 || Ecosystem.of(entry.path()).isPresent();
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException {
        Optional<Ecosystem> ecosystem = Ecosystem.of(file.path());
        if (ecosystem.isPresent()) {
            return List.of(new Finding(Map.of("ecosystem", ecosystem.get().label())));
        }
        return isBinary(file.head()) ? List.of(new Finding(Map.of("ecosystem", EXECUTABLES))) : List.of();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var paths = new TreeMap<String, List<String>>();
        for (List<Sighting> sightings : records.all().values()) {
            for (Sighting sighting : sightings) {
                String ecosystem = sighting.finding().text("ecosystem");
                if (!ecosystem.equals(EXECUTABLES) || !assembly.isOwned(sighting.path())) {
                    paths.computeIfAbsent(ecosystem, key -> new ArrayList<>()).add(sighting.path());
                }
            }
        }
        paths.forEach((ecosystem, seen) -> assembly.gap(new Gap(Gap.Kind.NOT_READ, ecosystem, detail(seen))));
    }

    private static String detail(List<String> paths) {
        String examples = String.join(", ", paths.subList(0, Math.min(EXAMPLES, paths.size())));
        return paths.size() + " seen, not read: " + examples + (paths.size() > EXAMPLES ? ", …" : "");
    }

    /** ELF, PE and the Mach-O magics. */
    private static boolean isBinary(byte[] head) {
        if (head.length < 4) {
            return false;
        }
        int magic = (head[0] & 0xff) << 24 | (head[1] & 0xff) << 16 | (head[2] & 0xff) << 8 | (head[3] & 0xff);
        return magic == 0x7f454c46
                || magic == 0xfeedface
                || magic == 0xfeedfacf
                || magic == 0xcefaedfe
                || magic == 0xcffaedfe
                || magic >>> 16 == 0x4d5a;
    }
}
