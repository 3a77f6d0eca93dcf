package dev.attest.sbom.graal;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.Purl;
import dev.attest.sbom.binary.Executable;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the SBOM in ELF programs that GraalVM compiled; one without it is named as what it is, unidentified. */
public final class NativeImageCataloger implements Cataloger {
    private static final String HEAP = ".svm_heap";

    @Override
    public String id() {
        return "native-image/1";
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
        if (program.part(HEAP).isEmpty()) {
            return List.of();
        }
        try {
            List<Finding> components = new EmbeddedSbom(program, file.content()).read();
            return List.of(new Finding(Map.of("components", String.valueOf(components.size())), components));
        } catch (MalformedContentException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        records.all().values().forEach(sightings -> sightings.forEach(sighting -> add(sighting, assembly)));
    }

    private void add(Sighting sighting, Assembly assembly) {
        List<Finding> components = sighting.finding().children();
        if (components.isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNIDENTIFIED, sighting.path(), "a GraalVM native image without an SBOM"));
            return;
        }
        var place = new ComponentDraft.Place(id(), sighting.path(), sighting.span());
        ComponentDraft program = assembly.owner(sighting.path()).orElseGet(() -> {
            String path = sighting.path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            var identity = new Component.Identity(Component.Type.APPLICATION, "", name, "", Optional.empty());
            ComponentDraft main = assembly.add(new ComponentDraft(identity, Component.Declared.NOTHING, place));
            assembly.own(path, main);
            return main;
        });
        for (Finding component : components) {
            var draft = new ComponentDraft(identity(component), Component.Declared.NOTHING, place);
            program.contains(assembly.add(draft));
        }
    }

    private static Component.Identity identity(Finding component) {
        String group = component.text("group");
        String name = component.text("name");
        String version = component.text("version");
        boolean maven = component.text("purl").startsWith("pkg:maven/") && !group.isEmpty();
        Optional<Purl> purl = maven ? Purl.of("maven", group, name, version) : Optional.empty();
        return new Component.Identity(Component.Type.LIBRARY, group, name, version, purl);
    }
}
