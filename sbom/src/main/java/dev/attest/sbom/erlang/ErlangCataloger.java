package dev.attest.sbom.erlang;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Neighbours;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.SampleFolders;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the resource files of compiled applications, ebin/NAME.app (OTP, app(4)): those of Erlang/OTP itself, of Elixir
 * and of releases, which are all alike. Each accounts for the folder around its ebin.
 */
public final class ErlangCataloger implements Cataloger {
    /** Larger ones stay unread: 4 MiB. */
    private static final int MAX_BYTES = 4 << 20;

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9_@]{0,200}");
    private static final Pattern VERSION = Pattern.compile("[!-~]{1,200}");

    @Override
    public String id() {
        return "erlang/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        if (!path.endsWith(".app") || !ImagePath.folder(path).endsWith("/ebin")) {
            return false;
        }
        String[] parts = path.split("/");
        return !SampleFolders.isAmong(parts, 0, parts.length - 1);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        Term application = TermReader.read(file.bytes(MAX_BYTES));
        String name = application.at(1).text();
        Term properties = application.at(2);
        String version = properties.value("vsn").text();
        boolean isOne = application.at(0).text().equals("application");
        if (!isOne || !NAME.matcher(name).matches() || !VERSION.matcher(version).matches()) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "not an application with name and version");
        }
        return List.of(new PackageFields()
                .put(PackageFields.NAME, name)
                .put(PackageFields.VERSION, version)
                .put(PackageFields.LICENCES, texts(properties.value("licenses")))
                .put(PackageFields.SUPPLIER, String.join(", ", texts(properties.value("maintainers"))))
                .put(PackageFields.REQUIRES, needed(properties))
                .finding());
    }

    private static List<String> needed(Term properties) {
        var all = new ArrayList<>(texts(properties.value("applications")));
        all.addAll(texts(properties.value("included_applications")));
        return all;
    }

    private static List<String> texts(Term list) {
        return list.elements().stream().map(Term::text).toList();
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var neighbours = new Neighbours();
        Map<ComponentDraft, Sighting> applications = new LinkedHashMap<>();
        records.all()
                .forEach((path, sightings) -> sightings.forEach(sighting -> {
                    ComponentDraft draft = assembly.add(draft(sighting));
                    assembly.owner(path).ifPresent(owner -> owner.contains(draft));
                    applications.put(draft, sighting);
                    neighbours.add(libraries(path), sighting.finding().text(PackageFields.NAME), draft);
                    String folder = ImagePath.folder(ImagePath.folder(path));
                    if (!folder.isEmpty()) {
                        assembly.own(folder, draft);
                    }
                }));
        applications.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            PackageFields.list(sighting.finding(), PackageFields.REQUIRES)
                    .forEach(name ->
                            neighbours.find(libraries(sighting.path()), name).ifPresent(draft::dependsOn));
        });
    }

    /** The folder in which applications lie beside each other: three above the file. */
    private static String libraries(String path) {
        return ImagePath.folder(ImagePath.folder(ImagePath.folder(path)));
    }

    private ComponentDraft draft(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        return new ComponentDraft(
                new Component.Identity(Component.Type.LIBRARY, "", name, version, Purl.of("otp", "", name, version)),
                PackageFields.declared(finding),
                new ComponentDraft.Place(id(), sighting.path(), sighting.span()));
    }
}
