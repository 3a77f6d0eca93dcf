package dev.attest.sbom.dotnet;

import dev.attest.oci.MergedView;
import dev.attest.sbom.Component;
import dev.attest.sbom.Component.Declared;
import dev.attest.sbom.Component.Identity;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The libraries of all applications of an image as components, then the assemblies that belong to none of them. */
final class DotnetApplications {
    private static final Pattern VERSION =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9}){1,3}(?:-[0-9A-Za-z.-]{1,60})?)(?:\\+.{0,200})?");
    private static final String SUFFIX = ".deps.json";

    private final String cataloger;
    private final Assembly assembly;

    DotnetApplications(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void addLibraries(Sighting sighting) {
        if (!sighting.finding().text("kind").equals(DotnetCataloger.LIBRARIES)) {
            return;
        }
        List<Finding> libraries = sighting.finding().children();
        var drafts = new HashMap<String, ComponentDraft>();
        Optional<ComponentDraft> owner = assembly.owner(sighting.path());
        for (Finding library : libraries) {
            ComponentDraft draft = assembly.add(draft(library, sighting));
            owner.ifPresent(known -> known.contains(draft));
            drafts.put(library.text("key"), draft);
            for (String file : library.text("files").split("\n")) {
                own(sighting.path(), file, draft);
            }
        }
        for (Finding library : libraries) {
            for (String need : library.text("needs").split("\n")) {
                connect(drafts.get(library.text("key")), drafts.get(need));
            }
        }
        own(sighting, libraries, drafts);
    }

    private static void connect(@Nullable ComponentDraft from, @Nullable ComponentDraft to) {
        if (from != null && to != null && from != to) {
            from.dependsOn(to);
        }
    }

    /** The program that starts the application, or the bundle, is the application's. */
    private void own(Sighting sighting, List<Finding> libraries, Map<String, ComponentDraft> drafts) {
        for (Finding library : libraries) {
            ComponentDraft draft = drafts.get(library.text("key"));
            if (draft != null && library.text("type").equals("project")) {
                if (sighting.path().endsWith(SUFFIX)) {
                    own(sighting.path(), library.text("name"), draft);
                    own(sighting.path(), library.text("name") + ".exe", draft);
                } else {
                    assembly.own(sighting.path(), draft);
                }
                return;
            }
        }
    }

    private void own(String beside, String file, ComponentDraft draft) {
        String path = beside.substring(0, beside.lastIndexOf('/') + 1) + file;
        if (!file.isEmpty()
                && assembly.image().at(path).filter(MergedView.Located::isFile).isPresent()) {
            assembly.own(path, draft);
        }
    }

    private ComponentDraft draft(Finding library, Sighting sighting) {
        String name = library.text("name");
        String version = library.text("version");
        String type = library.text("type");
        boolean published = type.equals("package") || type.equals("runtimepack");
        var kind = type.equals("project") ? Component.Type.APPLICATION : Component.Type.LIBRARY;
        Optional<Purl> purl = published ? Purl.of("nuget", "", name, version) : Optional.empty();
        Declared declared = Declared.NOTHING
                .with("nuget.type", type.equals("package") ? "" : type)
                .with("nuget.sha512", library.text("sha512"));
        return new ComponentDraft(new Identity(kind, "", name, version, purl), declared, place(sighting));
    }

    void addAssembly(Sighting sighting) {
        Finding finding = sighting.finding();
        if (!finding.text("kind").equals(DotnetCataloger.ASSEMBLY) || assembly.isOwned(sighting.path())) {
            return;
        }
        String path = sighting.path();
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        String stem = dot > 0 ? file.substring(0, dot) : file;
        boolean clr = !finding.text("clr").isEmpty();
        String product = finding.text("ProductName");
        String name = clr || product.isEmpty() ? stem : product;
        String version = version(finding.text("ProductVersion"))
                .or(() -> version(finding.text("FileVersion")))
                .orElse("");
        if (version.isEmpty()) {
            return;
        }
        Optional<Purl> purl = clr ? Purl.of("nuget", "", name, version) : Optional.empty();
        var declared = new Declared(
                Optional.of(finding.text("CompanyName")).filter(text -> !text.isEmpty()), List.of(), Map.of());
        var identity = new Identity(Component.Type.LIBRARY, "", name, version, purl);
        assembly.own(path, assembly.add(new ComponentDraft(identity, declared, place(sighting))));
    }

    /** A version without the commit behind it. */
    private static Optional<String> version(String text) {
        Matcher version = VERSION.matcher(text);
        return version.matches() ? Optional.of(version.group(1)) : Optional.empty();
    }

    private ComponentDraft.Place place(Sighting sighting) {
        return new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
    }
}
