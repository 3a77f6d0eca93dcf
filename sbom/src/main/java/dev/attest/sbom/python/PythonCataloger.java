package dev.attest.sbom.python;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the metadata of installed Python distributions: dist-info (PEP 376, 427), egg-info as folder or file, eggs. What
 * an operating system's package brought is listed too, as a part of that package. The interpreter, which older ones
 * describe as a distribution named Python, is none.
 */
public final class PythonCataloger implements Cataloger {
    @Override
    public String id() {
        return "python/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return EvidencePath.of(entry.path()).isPresent();
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        EvidencePath kind = EvidencePath.of(file.path()).orElseThrow();
        return switch (kind) {
            case METADATA -> {
                byte[] bytes = bytes(file, Metadata.MAX_BYTES);
                yield List.of(Metadata.read(bytes, EvidencePath.name(EvidencePath.root(file.path()))));
            }
            case EGG -> List.of(EggArchive.read(file));
            case REQUIRES ->
                List.of(Metadata.requires(new String(bytes(file, Metadata.MAX_BYTES), StandardCharsets.UTF_8)));
            case FILES -> List.of(InstalledFiles.read(bytes(file, InstalledFiles.MAX_BYTES)));
            case DIRECT_URL ->
                DirectUrl.read(bytes(file, DirectUrl.MAX_BYTES)).stream().toList();
        };
    }

    private static byte[] bytes(LayerFile file, int limit) throws IOException, UnreadFileException {
        if (file.entry().size() > limit) {
            throw new UnreadFileException(
                    Gap.Kind.LIMIT, file.entry().size() + " bytes, at most " + limit + " are read");
        }
        return file.bytes();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        new PythonPackages(id(), assembly).add(records);
    }
}
