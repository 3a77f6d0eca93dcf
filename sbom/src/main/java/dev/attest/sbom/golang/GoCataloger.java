package dev.attest.sbom.golang;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the modules of programs that Go built, of ELF, PE and Mach-O files under any name. */
public final class GoCataloger implements Cataloger {
    @Override
    public String id() {
        return "go-program/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return false;
    }

    @Override
    public boolean wantsExecutables() {
        return true;
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        Executable program = Executable.of(file);
        try {
            Optional<BuildInfo> info = BuildInfo.read(program, file.content());
            return info.isEmpty() ? List.of() : List.of(finding(info.get()));
        } catch (MalformedContentException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private static Finding finding(BuildInfo info) throws MalformedContentException {
        if (!info.version().startsWith("go") && !info.version().startsWith("devel")) {
            throw new MalformedContentException("Go's build information without a version of Go");
        }
        ModuleLines lines = ModuleLines.parse(info.modules());
        var fields = new TreeMap<String, String>();
        fields.put("go", info.version());
        fields.put("path", lines.path());
        lines.main().ifPresent(main -> fields.putAll(fields(main)));
        fields.remove("version");
        MainVersion.of(lines).ifPresent(found -> {
            fields.put("version", found.version());
            fields.put("version.source", found.source());
        });
        lines.settings().forEach((key, value) -> {
            if (GoProgram.isKeptSetting(key)) {
                fields.put("build." + key, value);
            }
        });
        var modules = new ArrayList<Finding>();
        for (ModuleLines.Module module : lines.dependencies()) {
            modules.add(new Finding(fields(module)));
        }
        return new Finding(fields, modules);
    }

    private static Map<String, String> fields(ModuleLines.Module module) {
        return Map.of(
                "name", module.path(),
                "version", module.version(),
                "sum", module.sum(),
                "replaces", module.replaces());
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        records.all()
                .forEach((path, sightings) ->
                        sightings.forEach(sighting -> new GoProgram(id(), sighting, assembly).add()));
    }
}
