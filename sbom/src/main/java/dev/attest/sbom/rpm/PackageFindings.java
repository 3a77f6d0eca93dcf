package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.Slice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Turns the package headers of one database into findings, as long as their texts stay within a bound. */
final class PackageFindings {
    private static final int NAME = 1000;
    private static final int VERSION = 1001;
    private static final int RELEASE = 1002;
    private static final int EPOCH = 1003;
    private static final int VENDOR = 1011;
    private static final int LICENSE = 1014;
    private static final int URL = 1020;
    private static final int ARCH = 1022;
    private static final int OLD_FILE_NAMES = 1027;
    private static final int SOURCE_RPM = 1044;
    private static final int PROVIDE_NAME = 1047;
    private static final int REQUIRE_NAME = 1049;
    private static final int DIR_INDEXES = 1116;
    private static final int BASE_NAMES = 1117;
    private static final int DIR_NAMES = 1118;
    private static final int MODULARITY_LABEL = 5096;

    private static final int MAX_FIELD = 1024;
    private static final int MAX_PATH = 4096;
    private static final int MAX_PACKAGES = 500_000;
    /** Characters of names and files of one database; one of 5,000 packages with half a million files has a third. */
    private static final long MAX_TEXT = 128L << 20;

    private final String path;
    private final List<Finding> findings = new ArrayList<>();
    private long text;

    PackageFindings(String path) {
        this.path = path;
    }

    /** The findings, in the order of the database. */
    List<Finding> list() {
        return findings;
    }

    void add(long number, Slice blob) throws MalformedContentException {
        HeaderBlob header;
        try {
            header = HeaderBlob.parse(blob);
            add(header);
        } catch (MalformedContentException e) {
            throw new MalformedContentException(e.getMessage() + " (package " + number + " of the database)");
        }
    }

    private void add(HeaderBlob header) throws MalformedContentException {
        if (findings.size() >= MAX_PACKAGES) {
            throw new MalformedContentException(path + ": more than " + MAX_PACKAGES + " packages");
        }
        var fields = new TreeMap<String, String>();
        fields.put("name", required(header, NAME, "name"));
        List<Integer> epoch = header.numbers(EPOCH);
        String number = epoch.isEmpty() ? "" : Integer.toUnsignedString(epoch.get(0));
        fields.put("epoch", number);
        fields.put("version", required(header, VERSION, "version") + "-" + required(header, RELEASE, "release"));
        fields.put("arch", field(header, ARCH, "architecture"));
        fields.put("source", field(header, SOURCE_RPM, "source"));
        fields.put("module", field(header, MODULARITY_LABEL, "module"));
        fields.put("supplier", header.text(VENDOR));
        fields.put("licence", header.text(LICENSE));
        fields.put("homepage", header.text(URL));
        fields.put("provides", lines(header.texts(PROVIDE_NAME)));
        fields.put("requires", lines(header.texts(REQUIRE_NAME)));
        spend(fields.values());
        findings.add(new Finding(fields, List.of(OwnedFiles.finding(files(header)))));
    }

    private String required(HeaderBlob header, int tag, String name) throws MalformedContentException {
        String value = field(header, tag, name);
        if (value.isEmpty()) {
            throw new MalformedContentException(path + ": a package without " + name);
        }
        return value;
    }

    private String field(HeaderBlob header, int tag, String name) throws MalformedContentException {
        String value = header.text(tag);
        if (value.length() > MAX_FIELD) {
            throw new MalformedContentException(path + ": a " + name + " of more than " + MAX_FIELD + " characters");
        }
        return value.equals("(none)") ? "" : value;
    }

    /** Without what asks for a feature of rpm itself, each once. */
    private static String lines(List<String> names) {
        var kept = new LinkedHashSet<String>();
        for (String name : names) {
            if (!name.startsWith("rpmlib(") && name.indexOf('\n') < 0) {
                kept.add(name);
            }
        }
        return String.join("\n", kept);
    }

    /** A file is a name in one of the package's folders; before version 4 packages had whole paths. */
    private List<String> files(HeaderBlob header) throws MalformedContentException {
        List<String> names = header.texts(BASE_NAMES);
        List<String> folders = header.texts(DIR_NAMES);
        List<Integer> indexes = header.numbers(DIR_INDEXES);
        if (names.size() != indexes.size()) {
            throw new MalformedContentException(
                    path + ": a package of " + names.size() + " files in " + indexes.size() + " folders");
        }
        var files = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            int index = indexes.get(i);
            if (index < 0 || index >= folders.size()) {
                throw new MalformedContentException(path + ": a file in folder " + index + " of " + folders.size());
            }
            addFile(files, folders.get(index) + names.get(i));
        }
        for (String name : header.texts(OLD_FILE_NAMES)) {
            addFile(files, name);
        }
        return files;
    }

    private void addFile(List<String> files, String name) throws MalformedContentException {
        spend(Set.of(name));
        // No file of such a name can be in a layer, or in a list of one name per line.
        if (name.length() > MAX_PATH || name.indexOf('\n') >= 0) {
            return;
        }
        files.add(name.startsWith("/") ? name.substring(1) : name);
    }

    private void spend(Iterable<String> texts) throws MalformedContentException {
        for (String one : texts) {
            text += one.length();
        }
        if (text > MAX_TEXT) {
            throw new MalformedContentException(path + ": names and files of more than " + MAX_TEXT + " characters");
        }
    }
}
