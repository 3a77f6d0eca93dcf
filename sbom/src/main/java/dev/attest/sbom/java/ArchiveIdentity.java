package dev.attest.sbom.java;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what an archive is. Coordinates inside it are its own only when its file is named after them, or when it is a
 * renamed file whose manifest agrees with the only ones there; all others are software shaded into it. An archive that
 * carries no coordinates is named by its file and manifest, its group by manifest, family or packages.
 */
final class ArchiveIdentity {
    // Gradle's nebula plugins write io.micrometer#micrometer-core;1.13.6
    private static final Pattern NEBULA = Pattern.compile("([A-Za-z0-9_.-]+)#([A-Za-z0-9_.-]+);([A-Za-z0-9_.+-]+)");

    private final FileStem file;
    private final ArchiveContents contents;

    ArchiveIdentity(String path, ArchiveContents contents) {
        file = FileStem.of(path);
        this.contents = contents;
    }

    /** The archive's own coordinates; artifact and version come from the file name when nothing better is there. */
    Gav own() {
        return ownPom().or(this::nebula).orElseGet(() -> {
            String artifact = file.artifact();
            return new Gav(group(artifact), artifact, version());
        });
    }

    /** The coordinates inside that are not the archive's own. */
    List<Gav> shaded() {
        Optional<Gav> own = ownPom();
        return contents.poms().stream()
                .filter(gav -> !own.equals(Optional.of(gav)))
                .distinct()
                .toList();
    }

    private Optional<Gav> ownPom() {
        Optional<Gav> named = contents.poms().stream()
                .filter(file::names)
                .max(Comparator.comparing((Gav gav) -> gav.artifact().length())
                        .thenComparing(gav -> gav.version().equals(file.version()))
                        .thenComparing(gav -> contents.hasPackage(gav.group()))
                        .thenComparing(Gav::toString));
        if (named.isPresent() || contents.poms().size() != 1) {
            return named;
        }
        Gav only = contents.poms().get(0);
        Manifest manifest = contents.manifest();
        boolean agrees = manifest.text("Implementation-Title").equals(only.artifact())
                || manifest.text("Implementation-Version").equals(only.version())
                || bundleNames(manifest.symbolicName(), only);
        boolean renamed = file.version().isEmpty() || file.version().equals(only.version());
        return agrees && renamed ? Optional.of(only) : Optional.empty();
    }

    private static boolean bundleNames(String symbolicName, Gav gav) {
        return symbolicName.equals(gav.artifact()) || symbolicName.equals(gav.group() + "." + gav.artifact());
    }

    private Optional<Gav> nebula() {
        Matcher title = NEBULA.matcher(contents.manifest().text("Implementation-Title"));
        return title.matches() && title.group(2).equals(file.artifact())
                ? Optional.of(new Gav(title.group(1), title.group(2), title.group(3)))
                : Optional.empty();
    }

    private String version() {
        if (!file.version().isEmpty()) {
            return file.version();
        }
        for (String attribute : List.of("Implementation-Version", "Bundle-Version", "Specification-Version")) {
            String value = contents.manifest().text(attribute).split(" ", 2)[0];
            if (Gav.isVersion(value)) {
                return value;
            }
        }
        return "";
    }

    private String group(String artifact) {
        Optional<String> family = GroupFamilies.of(artifact, contents);
        if (family.isPresent()) {
            return family.get();
        }
        String vendor = contents.manifest().text("Implementation-Vendor-Id");
        if (Gav.isGroup(vendor) && vendor.matches("[a-z][a-z0-9-]*(\\.[a-z0-9_-]+)+") && contents.hasPackage(vendor)) {
            return vendor;
        }
        String bundle = contents.manifest().symbolicName();
        for (String ending : List.of("." + artifact, "." + artifact.replace('-', '.'))) {
            String group = bundle.endsWith(ending) ? bundle.substring(0, bundle.length() - ending.length()) : "";
            if (group.indexOf('.') > 0 && Gav.isGroup(group)) {
                return group;
            }
        }
        return fromPackages(artifact);
    }

    /** org.acme.tool.core of tool-core is of org.acme.tool: later words of the name are no part of the group. */
    private String fromPackages(String artifact) {
        String[] parts = contents.dominantPackage().split("\\.");
        List<String> words = Arrays.asList(artifact.split("[-_.]"));
        int end = parts.length;
        while (end > 2 && words.lastIndexOf(parts[end - 1]) > 0) {
            end--;
        }
        String group = String.join(".", Arrays.asList(parts).subList(0, Math.min(end, 3)));
        return end < 2 || !Gav.isGroup(group) ? "" : group;
    }
}
