package dev.attest.sbom.dpkg;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads dpkg's status database and distroless' status.d, one control stanza per package (deb-control(5), dpkg(1)), the
 * file lists beside them, and the packages' copyright files. Packages that are removed, or of which only configuration
 * is left, are none; those that were left half-installed are, for their files are there.
 */
public final class DpkgCataloger implements Cataloger {
    static final String STATUS = "var/lib/dpkg/status";
    static final String STATUS_DIRECTORY = "var/lib/dpkg/status.d";

    private static final int MAX_FIELD = 1024;
    private static final Pattern SOURCE = Pattern.compile("(\\S+)(?:\\s*\\(([^)]*)\\))?");

    @Override
    public String id() {
        return "dpkg/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        return CopyrightFile.isOne(path) || isDatabase(path) || FileLists.isOne(path);
    }

    private static boolean isDatabase(String path) {
        if (!path.contains("lib/dpkg/status")) {
            return false;
        }
        String directory = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        return path.endsWith("lib/dpkg/status")
                || (directory.endsWith("lib/dpkg/status.d") && !path.endsWith(".md5sums"));
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, MalformedContentException, UnreadFileException {
        if (CopyrightFile.isOne(file.path())) {
            return CopyrightFile.read(file);
        }
        if (FileLists.isOne(file.path())) {
            return FileLists.read(file);
        }
        var findings = new ArrayList<Finding>();
        for (Map<String, String> stanza : Stanzas.parse(file.path(), file.databaseBytes())) {
            String status = stanza.getOrDefault("status", "");
            if (isInstalled(status)) {
                findings.add(finding(file.path(), stanza));
            }
        }
        return findings;
    }

    /** distroless writes no Status; dpkg writes want, flag and state, of which the state counts. */
    private static boolean isInstalled(String status) {
        String state = status.substring(status.lastIndexOf(' ') + 1);
        return !state.equals("config-files") && !state.equals("not-installed");
    }

    private static Finding finding(String path, Map<String, String> stanza) throws MalformedContentException {
        String name = stanza.getOrDefault("package", "");
        String version = stanza.getOrDefault("version", "");
        for (String field : List.of("package", "version", "architecture", "source")) {
            if (stanza.getOrDefault(field, "").length() > MAX_FIELD) {
                throw new MalformedContentException(
                        path + ": a " + field + " of more than " + MAX_FIELD + " characters");
            }
        }
        if (name.isEmpty() || version.isEmpty()) {
            throw new MalformedContentException(path + ": a package without " + (name.isEmpty() ? "name" : "version"));
        }
        var fields = new TreeMap<String, String>();
        fields.put("name", name);
        fields.put("version", version);
        fields.put("arch", stanza.getOrDefault("architecture", ""));
        fields.put("supplier", stanza.getOrDefault("maintainer", ""));
        fields.put("homepage", stanza.getOrDefault("homepage", ""));
        fields.put("essential", stanza.getOrDefault("essential", ""));
        fields.put("multiArch", stanza.getOrDefault("multi-arch", ""));
        String status = stanza.getOrDefault("status", "");
        fields.put("state", status.substring(status.lastIndexOf(' ') + 1));
        fields.put("provides", stanza.getOrDefault("provides", ""));
        String early = stanza.getOrDefault("pre-depends", "");
        String depends = stanza.getOrDefault("depends", "");
        fields.put("depends", early.isEmpty() || depends.isEmpty() ? early + depends : early + ", " + depends);
        Matcher source = SOURCE.matcher(stanza.getOrDefault("source", ""));
        if (source.lookingAt()) {
            fields.put("source", source.group(1));
            fields.put(
                    "sourceVersion",
                    source.group(2) == null ? "" : source.group(2).strip());
        }
        return new Finding(fields);
    }

    @Override
    public boolean isEssential(String path, MergedView image) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return image.resolve(STATUS).filter(found -> found.path().equals(path)).isPresent()
                || folder.equals(STATUS_DIRECTORY + "/")
                || image.resolve(STATUS_DIRECTORY)
                        .filter(found -> folder.equals(found.path() + "/"))
                        .isPresent();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) throws MalformedContentException {
        var packages = new DebianPackages(id(), assembly, records);
        String status = records.pathOf(STATUS).orElse("");
        if (status.isEmpty() && assembly.image().resolve(STATUS).isPresent()) {
            throw new MalformedContentException(STATUS + ": is there, but not as a file that can be read");
        }
        String directory = assembly.image()
                .resolve(STATUS_DIRECTORY)
                .map(found -> found.path() + "/")
                .orElse(STATUS_DIRECTORY + "/");
        var owned = new TreeMap<String, List<Sighting>>();
        boolean database = false;
        for (Map.Entry<String, List<Sighting>> file : records.all().entrySet()) {
            String path = file.getKey();
            database |= path.equals(status) || path.startsWith(directory);
            if (CopyrightFile.isOne(path)) {
                continue;
            }
            if (FileLists.isOne(path)) {
                owned.put(path, file.getValue());
            } else if (path.equals(status) || path.startsWith(directory)) {
                file.getValue().forEach(packages::add);
            } else {
                assembly.gap(new Gap(
                        Gap.Kind.NOT_READ,
                        path,
                        "a dpkg database outside var/lib/dpkg: another system inside the image"));
            }
        }
        boolean listed = database;
        owned.forEach((path, list) -> {
            Optional<ComponentDraft> owner = packages.ofList(path);
            // What is left of a package that the database no longer has accounts for nothing.
            if (owner.isPresent() || !listed) {
                FileLists.own(list, owner, assembly);
            }
        });
        if (!owned.isEmpty() && !database) {
            assembly.gap(new Gap(Gap.Kind.NOT_READ, "var/lib/dpkg", "file lists of packages whose database is gone"));
        }
        packages.connect();
    }
}
