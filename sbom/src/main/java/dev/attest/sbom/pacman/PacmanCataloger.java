package dev.attest.sbom.pacman;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads pacman's local database: one folder per package, with desc and files in it (alpm, db-local). */
public final class PacmanCataloger implements Cataloger {
    private static final String LOCAL = "var/lib/pacman/local/";

    @Override
    public String id() {
        return "pacman/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        return (path.endsWith("/desc") || path.endsWith("/files")) && path.contains(LOCAL);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, MalformedContentException, UnreadFileException {
        if (file.path().endsWith("/files")) {
            List<String> files = Sections.parse(file.bytes()).getOrDefault("FILES", List.of());
            return List.of(OwnedFiles.finding(
                    files.stream().filter(path -> !path.endsWith("/")).toList()));
        }
        Finding finding = finding(Sections.parse(file.databaseBytes()));
        if (finding.text(PackageFields.NAME).isEmpty()
                || finding.text(PackageFields.VERSION).isEmpty()) {
            throw new MalformedContentException(file.path() + ": a package without name or version");
        }
        return List.of(finding);
    }

    private static Finding finding(Map<String, List<String>> sections) {
        String packager = first(sections, "PACKAGER");
        return new PackageFields()
                .put(PackageFields.NAME, first(sections, "NAME"))
                .put(PackageFields.VERSION, first(sections, "VERSION"))
                .put(PackageFields.ARCH, first(sections, "ARCH"))
                .put(ArchPackages.BASE, first(sections, "BASE"))
                .put(PackageFields.SUPPLIER, packager.equals("Unknown Packager") ? "" : packager)
                .put(PackageFields.LICENCES, sections.getOrDefault("LICENSE", List.of()))
                .put(PackageFields.REQUIRES, names(sections, "DEPENDS"))
                .put(PackageFields.PROVIDES, names(sections, "PROVIDES"))
                .reference(PackageFields.WEBSITE, first(sections, "URL"))
                .finding();
    }

    private static String first(Map<String, List<String>> sections, String name) {
        return sections.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    /** {@code a>=1}, {@code libb.so=1-64} are the names a and libb.so. */
    private static List<String> names(Map<String, List<String>> sections, String section) {
        return sections.getOrDefault(section, List.of()).stream()
                .map(relation -> relation.split("[<>=:]", 2)[0])
                .toList();
    }

    @Override
    public boolean isEssential(String path, MergedView image) {
        return path.startsWith(LOCAL)
                || image.resolve(LOCAL.substring(0, LOCAL.length() - 1))
                        .filter(found -> path.startsWith(found.path() + "/"))
                        .isPresent();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var packages = new ArchPackages(id(), assembly);
        records.all().forEach((path, sightings) -> {
            if (path.startsWith(LOCAL) && path.endsWith("/desc")) {
                sightings.forEach(packages::add);
            } else if (path.endsWith("/desc")) {
                assembly.gap(new Gap(
                        Gap.Kind.NOT_READ,
                        path.substring(0, path.indexOf(LOCAL) + LOCAL.length() - 1),
                        "a pacman database outside var/lib/pacman: another system inside the image"));
            }
        });
        records.all().forEach((path, sightings) -> {
            if (path.startsWith(LOCAL) && path.endsWith("/files")) {
                sightings.forEach(files -> packages.own(ImagePath.folder(path), files.finding()));
            }
        });
        packages.connect();
    }
}
