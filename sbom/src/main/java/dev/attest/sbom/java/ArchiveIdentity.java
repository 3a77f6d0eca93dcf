package dev.attest.sbom.java;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what an archive is. Coordinates inside it are its own only when its file is named after them, or when it is a
 * renamed file whose manifest agrees with the only ones there; all others are software shaded into it. An archive that
 * carries no coordinates is named by its file and manifest, its group by the first that tells it.
 */
final class ArchiveIdentity {
    /** Coordinates, what told them, and the folder of the pom that did. */
    record Identified(Gav gav, IdentifiedBy by, String folder) {
        Identified(Gav gav, IdentifiedBy by) {
            this(gav, by, "");
        }
    }

    // Gradle's nebula plugins write io.micrometer#micrometer-core;1.13.6
    private static final Pattern NEBULA = Pattern.compile("([A-Za-z0-9_.-]+)#([A-Za-z0-9_.-]+);([A-Za-z0-9_.+-]+)");
    private static final Pattern NATIVE_IMAGE =
            Pattern.compile("META-INF/native-image/([A-Za-z0-9_.-]+)/([A-Za-z0-9_.-]+)/.+");
    private static final Pattern VERSION_FILE =
            Pattern.compile("META-INF/([A-Za-z0-9.-]+)_([A-Za-z0-9_.-]+)\\.version");

    private static final int MAX_GUESSED_PARTS = 4;

    private static final List<IdentifiedBy> GROUP_EVIDENCE = List.of(
            IdentifiedBy.METADATA_PATH,
            IdentifiedBy.KNOWN_GROUP,
            IdentifiedBy.MANIFEST,
            IdentifiedBy.BUNDLE_NAME,
            IdentifiedBy.MODULE_NAME,
            IdentifiedBy.CLASS_PACKAGES);

    private final FileStem file;
    private final ArchiveContents contents;
    private final List<String> versions;

    ArchiveIdentity(String path, ArchiveContents contents) {
        this.contents = contents;
        versions = new ArrayList<>(contents.manifest().versions());
        contents.module().map(ModuleInfo::version).filter(Gav::isVersion).ifPresent(versions::add);
        file = FileStem.of(path, versions);
    }

    /** The archive's own coordinates; artifact and version come from the file name when nothing better is there. */
    Identified own() {
        return ownPom().or(this::nebula).or(this::withGroupInName).orElseGet(this::pieced);
    }

    /** The coordinates inside that are not the archive's own. */
    List<Gav> shaded(Identified own) {
        return contents.coordinates().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(own.folder()))
                .map(Map.Entry::getValue)
                .filter(gav -> !own.gav().equals(gav))
                .distinct()
                .toList();
    }

    private Optional<Identified> ownPom() {
        Optional<Map.Entry<String, Gav>> named = contents.coordinates().entrySet().stream()
                .filter(entry -> file.names(entry.getValue()))
                .max(Comparator.comparing((Map.Entry<String, Gav> entry) ->
                                entry.getValue().artifact().length())
                        .thenComparing(entry -> entry.getValue().version().equals(file.version()))
                        .thenComparing(entry ->
                                contents.packages().has(entry.getValue().group()))
                        .thenComparing(Map.Entry::getKey));
        if (named.isPresent() || contents.coordinates().size() != 1) {
            return named.map(this::byPom);
        }
        Map.Entry<String, Gav> only =
                contents.coordinates().entrySet().iterator().next();
        return agrees(only.getValue()) ? Optional.of(byPom(only)) : Optional.empty();
    }

    private Identified byPom(Map.Entry<String, Gav> pom) {
        boolean properties = contents.hasProperties(pom.getKey());
        Gav told = pom.getValue();
        // Some publish 12.8.1.jre11 of a pom that says 12.8.1; behind a dash it would be a classifier.
        boolean longer =
                file.artifact().equals(told.artifact()) && file.version().startsWith(told.version() + ".");
        return new Identified(
                longer ? new Gav(told.group(), told.artifact(), file.version()) : told,
                properties ? IdentifiedBy.POM_PROPERTIES : IdentifiedBy.POM_XML,
                pom.getKey());
    }

    private boolean agrees(Gav only) {
        Manifest manifest = contents.manifest();
        String bundle = manifest.symbolicName();
        boolean named = manifest.text("Implementation-Title").equals(only.artifact())
                || manifest.text("Implementation-Version").equals(only.version())
                || bundle.equals(only.artifact())
                || bundle.equals(only.group() + "." + only.artifact());
        return named && (file.version().isEmpty() || file.version().equals(only.version()));
    }

    private Optional<Identified> nebula() {
        Matcher title = NEBULA.matcher(contents.manifest().text("Implementation-Title"));
        return title.matches() && title.group(2).equals(file.artifact())
                ? Optional.of(
                        new Identified(new Gav(title.group(1), title.group(2), title.group(3)), IdentifiedBy.MANIFEST))
                : Optional.empty();
    }

    /** Application packagers (sbt, Quarkus) put group and artifact into the name; bundles are called so themselves. */
    private Optional<Identified> withGroupInName() {
        String name = file.artifact();
        if (GroupNames.isGroup(name) && !isBundle(name)) {
            for (int dot = name.indexOf('.'); dot > 0 && dot < name.length() - 1; dot = name.indexOf('.', dot + 1)) {
                String group = name.substring(0, dot);
                String artifact = name.substring(dot + 1);
                for (IdentifiedBy by : GROUP_EVIDENCE) {
                    if (GroupNames.isGroup(group) && group(by, artifact).equals(group)) {
                        return Optional.of(new Identified(new Gav(group, artifact, version()), by));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Identified pieced() {
        for (IdentifiedBy by : GROUP_EVIDENCE) {
            String group = group(by, file.artifact());
            if (Gav.isWord(group)) {
                return new Identified(new Gav(group, file.artifact(), version()), by);
            }
        }
        return new Identified(new Gav("", file.artifact(), version()), IdentifiedBy.FILE_NAME);
    }

    private String version() {
        return file.version().isEmpty() ? versions.stream().findFirst().orElse("") : file.version();
    }

    private boolean isBundle(String artifact) {
        return contents.manifest().symbolicName().equals(artifact)
                || contents.module().map(ModuleInfo::name).orElse("").equals(artifact)
                || contents.manifest().text("Automatic-Module-Name").equals(artifact);
    }

    private String group(IdentifiedBy by, String artifact) {
        return switch (by) {
            case METADATA_PATH -> fromMetadata(artifact);
            case KNOWN_GROUP ->
                GroupFamilies.of(artifact, version(), contents.packages()).orElse("");
            case MANIFEST -> vendorId(artifact);
            case BUNDLE_NAME -> fromBundle(artifact);
            case MODULE_NAME ->
                GroupNames.before(
                        artifact,
                        contents.module()
                                .map(ModuleInfo::name)
                                .orElse(contents.manifest().text("Automatic-Module-Name")));
            case CLASS_PACKAGES -> fromPackages(artifact);
            default -> "";
        };
    }

    private String fromMetadata(String artifact) {
        for (String name : contents.metadata()) {
            for (Pattern pattern : List.of(NATIVE_IMAGE, VERSION_FILE)) {
                Matcher place = pattern.matcher(name);
                if (place.matches() && place.group(2).equals(artifact) && GroupNames.isGroup(place.group(1))) {
                    return place.group(1);
                }
            }
        }
        return "";
    }

    /** Old Maven and sbt write the group there; others anything. */
    private String vendorId(String artifact) {
        String vendor = contents.manifest().text("Implementation-Vendor-Id");
        String title = contents.manifest().text("Implementation-Title");
        boolean theirs =
                !title.isEmpty() && artifact.replaceFirst("_[0-9.]+$", "").equals(title.replaceFirst("_[0-9.]+$", ""));
        // Shading leaves the manifest of one of those that were put in.
        boolean another = !file.version().isEmpty()
                && contents.manifest().has("Implementation-Version")
                && !file.version().startsWith(contents.manifest().text("Implementation-Version"));
        boolean fits =
                GroupNames.isGroup(vendor) && (theirs || contents.packages().has(vendor));
        return fits && !another ? vendor : "";
    }

    private String fromBundle(String artifact) {
        String bundle = contents.manifest().symbolicName();
        for (String ending : List.of("." + artifact, "." + artifact.replace('-', '.'))) {
            String group = bundle.endsWith(ending) ? bundle.substring(0, bundle.length() - ending.length()) : "";
            if (GroupNames.isGroup(group)) {
                return group;
            }
        }
        return GroupNames.before(artifact, bundle);
    }

    private String fromPackages(String artifact) {
        String dominant = contents.packages().dominant();
        String aligned = GroupNames.before(artifact, dominant);
        boolean likely = !aligned.isEmpty() && aligned.split("\\.").length <= MAX_GUESSED_PARTS;
        return likely ? aligned : GroupNames.fromPackages(artifact, dominant);
    }
}
