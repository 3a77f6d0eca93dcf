package dev.attest.sbom.ruby;

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
 * Reads the specifications of installed Ruby gems, those that come with the interpreter and those that bundler took from
 * git included. Gemfile.lock and the gemspecs inside of gems are not read: they say what was meant, not what is there.
 */
public final class RubyCataloger implements Cataloger {
    @Override
    public String id() {
        return "ruby/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.path().endsWith(".gemspec") && GemPath.of(entry.path()).isPresent();
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        return List.of(Gemspec.read(file.bytes(Gemspec.MAX_BYTES), GemPath.stem(file.path())));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var gems = new InstalledGems(id(), assembly);
        records.all().forEach((path, sightings) -> sightings.forEach(gems::add));
        gems.connect();
    }
}
