package dev.attest.sbom.opkg;

import dev.attest.oci.LayerEntry;
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
import dev.attest.sbom.dpkg.Stanzas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads opkg's status database, the control files beside it and the lists of files, all in Debian's syntax, where
 * OpenWrt (usr/lib/opkg) and Yocto (var/lib/opkg) keep them.
 */
public final class OpkgCataloger implements Cataloger {
    private static final String FOLDER = "lib/opkg";
    private static final List<String> FOLDERS = List.of("usr/lib/opkg", "var/lib/opkg");

    @Override
    public String id() {
        return "opkg/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        if (path.endsWith(FOLDER + "/status")) {
            return true;
        }
        boolean information = path.endsWith(".control") || path.endsWith(".list");
        return information && ImagePath.folder(path).endsWith(FOLDER + "/info");
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, MalformedContentException, UnreadFileException {
        if (file.path().endsWith(".list")) {
            return List.of(files(file.bytes()));
        }
        try {
            return packages(file);
        } catch (MalformedContentException e) {
            if (isOfImage(file.path())) {
                throw e;
            }
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private static List<Finding> packages(LayerFile file) throws IOException, MalformedContentException {
        var findings = new ArrayList<Finding>();
        for (Map<String, String> stanza : Stanzas.parse(file.path(), file.databaseBytes())) {
            String state = stanza.getOrDefault("status", "");
            if (!state.endsWith(" not-installed") && !state.endsWith(" config-files")) {
                findings.add(finding(file.path(), stanza));
            }
        }
        return findings;
    }

    /** Whether it describes the image, not another system inside it. */
    private static boolean isOfImage(String path) {
        return FOLDERS.stream().anyMatch(folder -> path.startsWith(folder + "/"));
    }

    /** Newer ones write a file's mode and more behind a tab. */
    private static Finding files(byte[] bytes) {
        return OwnedFiles.finding(new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("/"))
                .map(line -> line.substring(1).split("\t", 2)[0])
                .toList());
    }

    private static Finding finding(String path, Map<String, String> stanza) throws MalformedContentException {
        Finding finding = new PackageFields()
                .put(PackageFields.NAME, stanza.getOrDefault("package", ""))
                .put(PackageFields.VERSION, stanza.getOrDefault("version", ""))
                .put(PackageFields.ARCH, stanza.getOrDefault("architecture", ""))
                .put(PackageFields.SUPPLIER, stanza.getOrDefault("maintainer", ""))
                .put(PackageFields.LICENCES, stanza.getOrDefault("license", ""))
                .put(PackageFields.REQUIRES, names(stanza.getOrDefault("depends", "")))
                .put(PackageFields.PROVIDES, names(stanza.getOrDefault("provides", "")))
                .reference(PackageFields.WEBSITE, stanza.getOrDefault("homepage", ""))
                .finding();
        if (finding.text(PackageFields.NAME).isEmpty()
                || finding.text(PackageFields.VERSION).isEmpty()) {
            throw new MalformedContentException(path + ": a package without name or version");
        }
        return finding;
    }

    /** {@code a (>= 1), b} are the names a and b. */
    private static List<String> names(String relations) {
        return Arrays.stream(relations.split(","))
                .map(relation -> relation.strip().split("[\\s(]", 2)[0])
                .toList();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var packages = new OpkgPackages(id(), assembly);
        records.all().forEach((path, sightings) -> {
            if (isOfImage(path) && path.endsWith("/status")) {
                sightings.forEach(packages::add);
            } else if (!isOfImage(path) && !path.endsWith(".list")) {
                assembly.gap(new Gap(
                        Gap.Kind.NOT_READ,
                        path.substring(0, path.lastIndexOf(FOLDER) + FOLDER.length()),
                        "a database of opkg outside usr/lib and var/lib: another system inside the image"));
            }
        });
        records.all().forEach((path, sightings) -> {
            if (isOfImage(path) && path.endsWith(".control")) {
                sightings.forEach(packages::complete);
            }
        });
        records.all().forEach((path, sightings) -> {
            if (isOfImage(path) && path.endsWith(".list")) {
                sightings.forEach(packages::own);
            }
        });
        packages.connect();
    }
}
