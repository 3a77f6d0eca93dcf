package dev.attest.sbom.rust;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.binary.Inflated;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the crates of programs that cargo-auditable built: zlib and JSON in the section {@code .dep-v0}. */
public final class RustCataloger implements Cataloger {
    private static final String SECTION = ".dep-v0";

    @Override
    public String id() {
        return "rust-program/1";
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
        Optional<Executable.Part> section = program.part(SECTION);
        if (section.isEmpty()) {
            return List.of();
        }
        try {
            Slice packed = program.bytes(file.content(), section.get(), Crates.MAX_BYTES);
            byte[] json = Inflated.zlib(packed.bytes(), Crates.MAX_BYTES);
            return List.of(new Finding(Map.of(), Crates.read(json)));
        } catch (MalformedContentException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        records.all()
                .forEach((path, sightings) ->
                        sightings.forEach(sighting -> new RustProgram(id(), sighting, assembly).add()));
    }
}
