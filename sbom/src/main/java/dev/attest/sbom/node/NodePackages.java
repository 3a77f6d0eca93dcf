package dev.attest.sbom.node;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packages and applications of an image as components, with the dependencies among them as Node resolves them. */
final class NodePackages {
    private static final int MAX_LOOKUPS = 4_000_000;

    private final String cataloger;
    private final ModuleFolders folders;
    private final Assembly assembly;
    private final Map<String, Installed> installed = new LinkedHashMap<>();
    private int lookups;

    private record Installed(ComponentDraft draft, Finding finding, boolean application) {}

    NodePackages(String cataloger, ModuleFolders folders, Assembly assembly) {
        this.cataloger = cataloger;
        this.folders = folders;
        this.assembly = assembly;
    }

    void add(MergedRecords records) {
        var applications = new Applications(records.all().keySet(), folders, assembly);
        records.all().forEach((path, sightings) -> {
            if (path.endsWith(PackagePath.FILE)) {
                addFile(path, sightings, applications);
            } else if (PackageCache.isOne(path)) {
                sightings.forEach(sighting ->
                        add(sighting, path + "!/" + sighting.finding().text(PackageCache.INNER), false));
            }
        });
        installed.forEach(this::connect);
    }

    private void addFile(String path, List<Sighting> sightings, Applications applications) {
        String folder = ModuleFolders.parent(path);
        boolean isPackage = PackagePath.of(path) == PackagePath.INSTALLED || folders.isLinked(folder);
        if (isPackage && sightings.isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNREADABLE, path, "not a package.json"));
        }
        for (Sighting sighting : sightings) {
            if (isPackage || applications.isOne(folder, sighting.finding())) {
                add(sighting, path, !isPackage);
            }
        }
    }

    private void add(Sighting sighting, String path, boolean application) {
        Finding finding = sighting.finding();
        if (!finding.text(PackageJson.LIMIT).isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.LIMIT, path, finding.text(PackageJson.LIMIT)));
        }
        if (!finding.text(PackageJson.UNREAD).isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNREADABLE, path, finding.text(PackageJson.UNREAD)));
        }
        String name = name(finding, path);
        if (name.isEmpty()) {
            if (!isUnread(finding)) {
                assembly.gap(new Gap(Gap.Kind.UNIDENTIFIED, path, "a package.json without a name"));
            }
            return;
        }
        if (!application && finding.text(PackageJson.VERSION).isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNIDENTIFIED, path, "a package.json without a version"));
        }
        Component.Type type = application ? Component.Type.APPLICATION : Component.Type.LIBRARY;
        var place = new ComponentDraft.Place(cataloger, path, sighting.span());
        ComponentDraft draft =
                assembly.add(new ComponentDraft(identity(type, name, finding), declared(finding), place));
        assembly.owner(sighting.path()).ifPresent(owner -> owner.contains(draft));
        installed.put(ModuleFolders.parent(path), new Installed(draft, finding, application));
    }

    /** What cannot be read says nothing, not even a name; a package that leaves it out has that of its folder. */
    private static String name(Finding finding, String path) {
        String own = finding.text(PackageJson.NAME);
        if (!own.isEmpty() || isUnread(finding)) {
            return own;
        }
        String folder = ModuleFolders.parent(path);
        String scope = ModuleFolders.parent(folder);
        String above = scope.substring(scope.lastIndexOf('/') + 1);
        String last = folder.substring(folder.lastIndexOf('/') + 1);
        String name = above.startsWith("@") ? above + "/" + last : last;
        return PackageName.isOne(name) ? name : "";
    }

    private static boolean isUnread(Finding finding) {
        return finding.fields().containsKey(PackageJson.UNREAD)
                || finding.fields().containsKey(PackageJson.LIMIT);
    }

    private static Component.Identity identity(Component.Type type, String name, Finding finding) {
        String scope = PackageName.scope(name);
        String bare = PackageName.withoutScope(name);
        String version = finding.text(PackageJson.VERSION);
        Optional<Purl> purl = version.isEmpty() ? Optional.empty() : Purl.of("npm", scope, bare, version);
        return new Component.Identity(type, scope, bare, version, purl);
    }

    private static Component.Declared declared(Finding finding) {
        String licence = finding.text(PackageJson.LICENCE);
        return new Component.Declared(
                Optional.of(finding.text(PackageJson.SUPPLIER)).filter(text -> !text.isEmpty()),
                licence.isEmpty() ? List.of() : List.of(licence),
                Map.of());
    }

    private void connect(String folder, Installed one) {
        ComponentDraft draft = one.draft();
        if (!one.application()) {
            assembly.own(folder, draft);
        }
        List<String> searched = folders.searched(folder);
        for (String name : names(one.finding(), PackageJson.DEPENDS)) {
            find(searched, name).ifPresent(draft::dependsOn);
        }
        if (one.application()) {
            names(one.finding(), PackageJson.DEVELOPMENT)
                    .forEach(name -> find(searched, name).ifPresent(draft::dependsOn));
        }
        for (String name : names(one.finding(), PackageJson.BUNDLES)) {
            find(List.of(folder + "/" + PackagePath.MODULES), name).ifPresent(draft::contains);
        }
    }

    private static List<String> names(Finding finding, String field) {
        String names = finding.text(field);
        return names.isEmpty() ? List.of() : List.of(names.split("\n"));
    }

    private Optional<ComponentDraft> find(List<String> searched, String name) {
        for (String modules : searched) {
            if (++lookups > MAX_LOOKUPS) {
                assembly.gap(new Gap(
                        Gap.Kind.LIMIT,
                        "Node packages",
                        "dependencies are not followed beyond " + MAX_LOOKUPS + " steps"));
                return Optional.empty();
            }
            Installed found = installed.get(folders.target(modules + "/" + name));
            if (found != null) {
                return Optional.of(found.draft());
            }
        }
        return Optional.empty();
    }
}
