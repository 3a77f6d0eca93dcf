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
        return "unread/4";
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
        return file.isExecutable() ? executable(Executable.of(file)) : List.of();
    }

    /** Object files, dumps and debugging symbols are executed by nobody; what is damaged may be, if its mode says so. */
    private static List<Finding> executable(Executable file) {
        if (file.kind() != Executable.Kind.OTHER) {
            return List.of(new Finding(Map.of("ecosystem", EXECUTABLES)));
        }
        return file.defect().isPresent()
                ? List.of(new Finding(Map.of("ecosystem", EXECUTABLES, "damaged", "yes")))
                : List.of();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var paths = new TreeMap<String, List<String>>();
        for (List<Sighting> sightings : records.all().values()) {
            for (Sighting sighting : sightings) {
                String ecosystem = sighting.finding().text("ecosystem");
                if (!ecosystem.equals(EXECUTABLES) || isUnknown(sighting, assembly)) {
                    paths.computeIfAbsent(ecosystem, key -> new ArrayList<>()).add(sighting.path());
                }
            }
        }
        paths.forEach((ecosystem, seen) -> assembly.gap(new Gap(Gap.Kind.NOT_READ, ecosystem, detail(seen))));
    }

    private static boolean isUnknown(Sighting sighting, Assembly assembly) {
        boolean damaged = !sighting.finding().text("damaged").isEmpty();
        return !assembly.isOwned(sighting.path()) && (!damaged || isExecutable(sighting.path(), assembly));
    }

    /** Asked of the image, where a hard link may have made it executable. */
    private static boolean isExecutable(String path, Assembly assembly) {
        return assembly.image()
                .at(path)
                .filter(located -> (located.file().entry().mode() & 0111) != 0)
                .isPresent();
    }

    private static String detail(List<String> paths) {
        String examples = String.join(", ", paths.subList(0, Math.min(EXAMPLES, paths.size())));
        return paths.size() + " seen, not read: " + examples + (paths.size() > EXAMPLES ? ", …" : "");
    }
}
