package dev.attest.sbom.unread;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.UnreadFileException;
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
    private static final String EXECUTABLES = "executables of no known software";
    private static final int EXAMPLES = 5;

    @Override
    public String id() {
        return "unread/3";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return Ecosystem.of(entry.path()).isPresent();
    }

    @Override
    public boolean wantsExecutables() {
        return true;
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        Optional<Ecosystem> ecosystem = Ecosystem.of(file.path());
        if (ecosystem.isPresent()) {
            return List.of(new Finding(Map.of("ecosystem", ecosystem.get().label())));
        }
        return file.isExecutable() && isRun(file) ? List.of(new Finding(Map.of("ecosystem", EXECUTABLES))) : List.of();
    }

    /** Object files, dumps and debugging symbols are executed by nobody. */
    private static boolean isRun(LayerFile file) throws IOException, UnreadFileException {
        Executable executable = Executable.of(file);
        boolean mode = (file.entry().mode() & 0111) != 0;
        return executable.kind() != Executable.Kind.OTHER
                || (mode && executable.defect().isPresent());
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
}
