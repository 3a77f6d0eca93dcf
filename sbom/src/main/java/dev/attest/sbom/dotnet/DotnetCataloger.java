package dev.attest.sbom.dotnet;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.binary.Executable.Format;
import dev.attest.sbom.binary.Executable.Role;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.FileContent;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what .NET applications were published with, from {@code deps.json} beside them or in a single-file bundle, and
 * the version resources of assemblies that none of these accounts for.
 */
public final class DotnetCataloger implements Cataloger {
    static final String LIBRARIES = "libraries";
    static final String ASSEMBLY = "assembly";

    @Override
    public String id() {
        return "dotnet/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.path().endsWith(".deps.json");
    }

    @Override
    public boolean wantsExecutables() {
        return true;
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        try {
            if (wants(file.entry())) {
                if (file.entry().size() > DependenciesFile.MAX_BYTES) {
                    throw new UnreadFileException(Gap.Kind.LIMIT, "more than " + DependenciesFile.MAX_BYTES + " bytes");
                }
                return List.of(libraries(file.bytes()));
            }
            Executable program = Executable.of(file);
            Optional<byte[]> bundled = new Bundle(program, file.content()).dependencies();
            if (bundled.isPresent()) {
                return List.of(libraries(bundled.get()));
            }
            return program.format() == Format.PE ? resource(program, file.content()) : List.of();
        } catch (MalformedContentException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private static Finding libraries(byte[] json) throws MalformedContentException {
        return new Finding(Map.of("kind", LIBRARIES), DependenciesFile.read(json));
    }

    private static List<Finding> resource(Executable program, FileContent content)
            throws IOException, MalformedContentException, UnreadFileException {
        var fields = new TreeMap<>(VersionResource.read(program, content));
        if (fields.isEmpty()) {
            return List.of();
        }
        fields.put("kind", ASSEMBLY);
        fields.put("clr", program.parts(Role.CLR).isEmpty() ? "" : "true");
        return List.of(new Finding(fields));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var applications = new DotnetApplications(id(), assembly);
        records.all().values().forEach(sightings -> sightings.forEach(applications::addLibraries));
        records.all().values().forEach(sightings -> sightings.forEach(applications::addAssembly));
    }
}
