package dev.attest.sbom.elf;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.OperatingSystem;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which package an ELF file was built for from its own note (systemd's "Package Metadata for Executable Files").
 * It counts where no package database accounts for the file: in images that were made of single files.
 */
public final class ElfNoteCataloger implements Cataloger {
    private static final Pattern OS_CPE = Pattern.compile("cpe:(?:2\\.3:|/)o:[^:]{1,60}:([^:]{1,60}):([^:]{0,60}).*");
    private static final Set<String> TYPES = Set.of("deb", "rpm", "apk", "alpm", "generic");

    @Override
    public String id() {
        return "elf-note/1";
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
        if (program.format() != Executable.Format.ELF) {
            return List.of();
        }
        try {
            return PackageNote.read(program, file.content()).stream().toList();
        } catch (MalformedContentException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        records.all().values().forEach(sightings -> sightings.forEach(sighting -> add(sighting, assembly)));
    }

    private void add(Sighting sighting, Assembly assembly) {
        if (assembly.isOwned(sighting.path())) {
            return;
        }
        Finding note = sighting.finding();
        String name = note.text("name");
        String version = note.text("version");
        var qualifiers = new HashMap<String, String>();
        String distribution = distribution(note, assembly.operatingSystem(), qualifiers);
        String stated = note.text("type").toLowerCase(Locale.ROOT);
        String type = TYPES.contains(stated) && !distribution.isEmpty() ? stated : "generic";
        if (type.equals("generic")) {
            qualifiers.clear();
        } else {
            qualifiers.put("arch", note.text("architecture"));
        }
        Optional<Purl> purl = name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Purl(type, type.equals("generic") ? "" : distribution, name, version, qualifiers));
        var identity = new Component.Identity(Component.Type.LIBRARY, "", name, version, purl);
        var place = new ComponentDraft.Place(id(), sighting.path(), sighting.span());
        assembly.own(sighting.path(), assembly.add(new ComponentDraft(identity, Component.Declared.NOTHING, place)));
    }

    /** The note's own word, then its CPE name, then the image's; the {@code distro} qualifier with it. */
    private static String distribution(Finding note, Optional<OperatingSystem> system, Map<String, String> qualifiers) {
        String id = note.text("os");
        String version = note.text("osVersion");
        Matcher cpe = OS_CPE.matcher(note.text("osCpe"));
        if (id.isEmpty() && cpe.matches()) {
            // fedoraproject:fedora:40, but debian:debian_linux:12 and redhat:enterprise_linux:9
            id = switch (cpe.group(1)) {
                case "debian_linux" -> "debian";
                case "ubuntu_linux" -> "ubuntu";
                case "enterprise_linux" -> "redhat";
                case "alpine_linux" -> "alpine";
                default -> cpe.group(1);
            };
            version = cpe.group(2);
        }
        if (id.isEmpty()) {
            id = system.map(OperatingSystem::id).orElse("");
            version = system.map(OperatingSystem::versionId).orElse("");
        }
        if (!id.isEmpty()) {
            qualifiers.put("distro", version.isEmpty() ? id : id + "-" + version);
        }
        return id;
    }
}
