package dev.attest.sbom.java;

import dev.attest.sbom.zip.Budget;
import dev.attest.sbom.zip.MalformedZipException;
import dev.attest.sbom.zip.ZipArchive;
import dev.attest.sbom.zip.ZipEntryHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** What one archive holds that tells what it is: coordinates, manifest, module, classes, nested archives. */
final class ArchiveContents {
    private static final String MAVEN = "META-INF/maven/";
    private static final Set<String> LICENCES = Set.of(
            "meta-inf/license", "meta-inf/license.txt", "meta-inf/license.md", "license", "license.txt", "license.md");
    private static final int MAX_TITLE = 512;
    private static final int MAX_TEXT = 1 << 20;
    // Signed archives name every file in their manifest; what is asked for stands in front.
    private static final int MAX_MANIFEST = 4 << 20;

    private final ZipArchive zip;
    private final Budget budget;
    private final List<ZipEntryHeader> nested = new ArrayList<>();
    private final Map<String, ZipEntryHeader> pomFiles = new TreeMap<>();
    private final Map<String, ZipEntryHeader> documents = new TreeMap<>();
    private final Map<String, Gav> coordinates = new TreeMap<>();
    private final Map<String, String> unread = new LinkedHashMap<>();
    private final List<String> metadata = new ArrayList<>();
    private Optional<ZipEntryHeader> licence = Optional.empty();
    private Manifest manifest = Manifest.NONE;
    private Optional<ModuleInfo> module = Optional.empty();
    private @Nullable ClassPackages packages;

    private ArchiveContents(ZipArchive zip, Budget budget) {
        this.zip = zip;
        this.budget = budget;
    }

    static ArchiveContents read(ZipArchive zip, Budget budget) throws MalformedZipException {
        var contents = new ArchiveContents(zip, budget);
        for (ZipEntryHeader entry : zip.entries()) {
            contents.add(entry);
        }
        contents.readLonePoms();
        return contents;
    }

    private void add(ZipEntryHeader entry) throws MalformedZipException {
        String name = entry.name();
        if (licence.isEmpty() && LICENCES.contains(name.toLowerCase(Locale.ROOT))) {
            licence = Optional.of(entry);
        }
        if (name.startsWith("META-INF/")) {
            addMetadata(entry, name);
        } else if (name.equals("module-info.class") || name.equals("classes/module-info.class")) {
            module = ModuleInfo.parse(text(entry, MAX_TEXT));
        }
        if (ArchiveKind.isOne(name)) {
            nested.add(entry);
        }
    }

    private void addMetadata(ZipEntryHeader entry, String name) throws MalformedZipException {
        if (name.equalsIgnoreCase("META-INF/MANIFEST.MF")) {
            byte[] beginning = zip.beginning(entry, MAX_MANIFEST, budget);
            manifest = Manifest.parse(beginning);
            if (entry.size() > beginning.length && !manifest.ends()) {
                throw new MalformedZipException("main attributes of more than " + MAX_MANIFEST + " bytes");
            }
        } else if (name.startsWith(MAVEN) && name.endsWith("/pom.properties")) {
            Gav.parse(text(entry, MAX_TEXT)).ifPresent(gav -> coordinates.put(folder(name), gav));
        } else if (name.startsWith(MAVEN) && name.endsWith("/pom.xml")) {
            pomFiles.put(folder(name), entry);
        } else if (module.isEmpty() && name.endsWith("/module-info.class") && name.startsWith("META-INF/versions/")) {
            module = ModuleInfo.parse(text(entry, MAX_TEXT));
        } else if (ArchiveClaims.isOne(name)) {
            documents.put(name, entry);
        } else if (name.startsWith("META-INF/native-image/") || name.endsWith(".version")) {
            metadata.add(name);
        }
    }

    /** An archive whose build left the pom.xml alone still says what it is. */
    private void readLonePoms() throws MalformedZipException {
        for (String folder : List.copyOf(pomFiles.keySet())) {
            if (!coordinates.containsKey(folder)) {
                Pom pom = pom(folder);
                if (pom.isNamed()) {
                    coordinates.put(folder, pom.gav());
                }
            }
        }
    }

    private static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/'));
    }

    private byte[] text(ZipEntryHeader entry, int most) throws MalformedZipException {
        if (entry.size() > most) {
            throw new MalformedZipException("more than " + most + " bytes of " + entry.name());
        }
        return zip.read(entry, budget);
    }

    /** The coordinates inside, by the folder that holds them. */
    Map<String, Gav> coordinates() {
        return coordinates;
    }

    /** The pom.xml of such a folder; one that cannot be read is remembered as {@link #unread}. */
    Pom pom(String folder) throws MalformedZipException {
        ZipEntryHeader entry = pomFiles.get(folder);
        if (entry == null || unread.containsKey(entry.name())) {
            return Pom.NONE;
        }
        if (entry.size() > MAX_TEXT) {
            unread.put(entry.name(), "a pom.xml of more than " + MAX_TEXT + " bytes");
            return Pom.NONE;
        }
        try {
            return PomReader.parse(zip.read(entry, budget));
        } catch (XMLStreamException e) {
            unread.put(entry.name(), "not a pom.xml that can be read: it is no XML, or has a document type");
            return Pom.NONE;
        }
    }

    /** Files that were to be read and could not be, with the reason. */
    Map<String, String> unread() {
        return unread;
    }

    /** The names of the SBOM documents in it. */
    Set<String> documents() {
        return documents.keySet();
    }

    /** The bytes of one of them. */
    byte[] document(String name, int most) throws MalformedZipException {
        return text(Objects.requireNonNull(documents.get(name)), most);
    }

    /** Whether a pom.properties is in the folder, which only builds write. */
    boolean hasProperties(String folder) {
        return zip.entries().stream().anyMatch(entry -> entry.name().equals(folder + "/pom.properties"));
    }

    /** The beginning of the file that is called licence; empty where there is none. */
    String licenceFile() throws MalformedZipException {
        return licence.isEmpty()
                ? ""
                : new String(zip.beginning(licence.get(), MAX_TITLE, budget), StandardCharsets.UTF_8);
    }

    Manifest manifest() {
        return manifest;
    }

    Optional<ModuleInfo> module() {
        return module;
    }

    /** Names below META-INF that tools make of coordinates. */
    List<String> metadata() {
        return metadata;
    }

    List<ZipEntryHeader> nested() {
        return nested;
    }

    /** The packages of its classes; counted when they are first asked for. */
    ClassPackages packages() {
        ClassPackages counted = packages;
        if (counted == null) {
            counted = ClassPackages.of(zip.entries());
            packages = counted;
        }
        return counted;
    }
}
