package dev.attest.sbom.embedded;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the SBOM documents that lie in an image: of Wolfi's and Chainguard's packages, of Bitnami's, of wheels, and of
 * whoever named theirs as the formats recommend. They are claims, so this comes after all that reads what is there; what
 * they say of the operating system is left to os-release.
 */
public final class EmbeddedCataloger implements Cataloger {
    @Override
    public String id() {
        return "embedded/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return DocumentPath.isOne(entry.path());
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        return new EmbeddedSbom(file.bytes(EmbeddedSbom.MAX_BYTES)).findings();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        if (records.all().isEmpty()) {
            return;
        }
        var byPlace = new HashMap<String, ComponentDraft>();
        assembly.drafts().forEach(draft -> byPlace.putIfAbsent(draft.place().path(), draft));
        var components = new ClaimedComponents(id(), assembly);
        records.all()
                .forEach((path, claims) ->
                        components.add(claims, owner(path, byPlace, assembly), DocumentPath.isOfWheel(path)));
    }

    private static Optional<ComponentDraft> owner(String path, Map<String, ComponentDraft> byPlace, Assembly assembly) {
        return DocumentPath.isOfWheel(path)
                ? Optional.ofNullable(byPlace.get(DocumentPath.metadataOf(path)))
                : assembly.owner(path);
    }
}
