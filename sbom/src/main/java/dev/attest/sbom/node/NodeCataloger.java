package dev.attest.sbom.node;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;

/**
 * Reads the package.json of installed Node packages, of whichever name their folder has, and of applications. Lock files
 * are not read: they say what was meant, not what is there.
 */
public final class NodeCataloger implements Cataloger {
    @Override
    public String id() {
        return "node/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        if (path.endsWith(PackagePath.FILE)) {
            return entry.name().equals(PackagePath.FILE) && PackagePath.of(path) != PackagePath.INSIDE;
        }
        return StoredFile.isOne(path) || PackageCache.isOne(path);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        if (PackageCache.isOne(file.path())) {
            return PackageCache.read(file);
        }
        if (StoredFile.isOne(file.path())) {
            return StoredFile.read(file);
        }
        long size = file.entry().size();
        return List.of(size > PackageJson.MAX_BYTES ? PackageJson.tooLarge(size) : PackageJson.read(file.bytes()));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        new NodePackages(id(), new ModuleFolders(records.all().keySet(), assembly), assembly).add(records);
    }
}
