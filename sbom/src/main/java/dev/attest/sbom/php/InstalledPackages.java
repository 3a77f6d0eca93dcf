package dev.attest.sbom.php;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Neighbours;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The packages of an image as components, with the dependencies among those of one list, or one registry. */
final class InstalledPackages {
    private final String cataloger;
    private final Assembly assembly;
    private final Neighbours neighbours = new Neighbours();
    private final Neighbours provided = new Neighbours();
    private final Map<ComponentDraft, Sighting> packages = new LinkedHashMap<>();

    InstalledPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        boolean composer = PhpCataloger.isInstalled(sighting.path());
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        var identity = composer ? composer(finding) : pear(finding);
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, PackageFields.declared(finding), place));
        assembly.owner(sighting.path()).ifPresent(owner -> owner.contains(draft));
        packages.put(draft, sighting);
        String name = identity.group() + "/" + identity.name();
        neighbours.add(home(sighting.path()), name.toLowerCase(Locale.ROOT), draft);
        PackageFields.list(finding, PackageFields.PROVIDES)
                .forEach(other -> provided.add(home(sighting.path()), other.toLowerCase(Locale.ROOT), draft));
        own(sighting, draft);
    }

    private static Component.Identity composer(Finding finding) {
        String full = finding.text(PackageFields.NAME);
        String vendor = full.substring(0, full.indexOf('/'));
        String name = full.substring(full.indexOf('/') + 1);
        String version = finding.text(PackageFields.VERSION);
        Optional<Purl> purl =
                Purl.of("composer", vendor.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), version);
        return new Component.Identity(Component.Type.LIBRARY, vendor, name, version, purl);
    }

    /** PEAR's type is a candidate of the purl specification; the channel is the namespace. */
    private static Component.Identity pear(Finding finding) {
        String channel = finding.text(Registration.CHANNEL);
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        return new Component.Identity(
                Component.Type.LIBRARY, channel, name, version, Purl.of("pear", channel, name, version));
    }

    private void own(Sighting sighting, ComponentDraft draft) {
        sighting.finding().children().forEach(files -> OwnedFiles.own(files, Optional.of(draft), assembly));
        String folder = sighting.finding().text(InstalledJson.FOLDER);
        if (!folder.isEmpty()) {
            String list = sighting.path().substring(0, sighting.path().lastIndexOf('/'));
            ImagePath.join(list, folder)
                    .filter(path -> !list.startsWith(path + "/") && isInside(path, list))
                    .ifPresent(path -> assembly.own(path, draft));
        }
    }

    /** Composer puts packages beside its list, and with installers of theirs elsewhere in the same project. */
    private boolean isInside(String path, String list) {
        String vendor = ImagePath.folder(list);
        String project = ImagePath.folder(vendor);
        boolean described = assembly.image().at(path + "/composer.json").isPresent();
        return path.startsWith(vendor + "/") || (described && !project.isEmpty() && path.startsWith(project + "/"));
    }

    void connect() {
        packages.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            String home = home(sighting.path());
            for (String required : PackageFields.list(sighting.finding(), PackageFields.REQUIRES)) {
                String name = required.toLowerCase(Locale.ROOT);
                neighbours.find(home, name).or(() -> provided.find(home, name)).ifPresent(draft::dependsOn);
            }
        });
    }

    /** The list itself, or the folder of the registry with all its channels. */
    private static String home(String path) {
        int registry = path.indexOf(".registry/");
        return registry < 0 || PhpCataloger.isInstalled(path) ? path : path.substring(0, registry);
    }
}
