package dev.attest.sbom.java;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.embedded.ClaimedComponents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes components of the findings of archives, those inside below those outside, and gaps of what was not read. */
final class ArchiveDrafts {
    /** What one document claims, and the archive that holds it. */
    private record Document(List<Sighting> claims, ComponentDraft owner) {}

    private final String cataloger;
    private final Assembly assembly;
    private final List<Document> documents = new ArrayList<>();
    private final ArchiveEdges edges = new ArchiveEdges();

    ArchiveDrafts(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting, Optional<ComponentDraft> parent) throws IOException {
        add(sighting.finding(), sighting, parent);
    }

    /** Adds what the archives say they need and what documents in them claim, now that all of them are here. */
    void connect() {
        edges.connect();
        if (!documents.isEmpty()) {
            var components = new ClaimedComponents(cataloger, assembly);
            documents.forEach(one -> components.add(one.claims(), Optional.of(one.owner()), true));
        }
    }

    private static List<Sighting> claims(Finding document, Sighting outer) {
        String place = place(document, outer);
        return document.children().stream()
                .map(claim -> new Sighting(place, claim, outer.span()))
                .toList();
    }

    /** A hard link's finding tells the path of its target. */
    private static String place(Finding finding, Sighting outer) {
        int mark = finding.text("path").indexOf("!/");
        return mark < 0 ? outer.path() : outer.path() + finding.text("path").substring(mark);
    }

    private void add(Finding found, Sighting outer, Optional<ComponentDraft> parent) throws IOException {
        Finding finding = known(found);
        String path = place(finding, outer);
        if (!finding.text("limit").isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.LIMIT, path, finding.text("limit")));
        } else if (!finding.text("unread").isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNREADABLE, path, finding.text("unread")));
        } else if (parent.isPresent()
                && path.equals(outer.path())
                && purl(finding).isEmpty()) {
            // An operating system's package brought it, and it is nothing else.
            addChildren(finding, outer, parent.get());
        } else {
            ComponentDraft draft = assembly.add(draft(finding, path, outer));
            parent.ifPresent(container -> container.contains(draft));
            if (purl(finding).isEmpty()) {
                assembly.gap(new Gap(Gap.Kind.UNIDENTIFIED, path, "no Maven coordinates in the archive"));
            }
            edges.add(draft, finding, path);
            addChildren(finding, outer, draft);
        }
    }

    private void addChildren(Finding finding, Sighting outer, ComponentDraft parent) throws IOException {
        for (Finding child : finding.children()) {
            if (child.text("claims").isEmpty()) {
                add(child, outer, Optional.of(parent));
            } else {
                documents.add(new Document(claims(child, outer), parent));
            }
        }
    }

    /** The finding as the user's list has it, which knows the very bytes. */
    private Finding known(Finding found) throws IOException {
        String sha1 = found.text("SHA-1");
        Optional<String[]> coordinates = sha1.isEmpty()
                ? Optional.empty()
                : assembly.knownFiles().coordinates(sha1).map(text -> text.split(":", -1));
        if (coordinates.isEmpty() || coordinates.get().length != 3) {
            return found;
        }
        var fields = new TreeMap<>(found.fields());
        fields.put("group", coordinates.get()[0]);
        fields.put("name", coordinates.get()[1]);
        fields.put("version", coordinates.get()[2]);
        fields.put("identified-by", "sha1-index");
        return new Finding(fields, found.children());
    }

    private static Optional<Purl> purl(Finding finding) {
        String version = finding.text("version");
        if (version.isEmpty()) {
            return Optional.empty();
        }
        if (ArchiveKind.isModule(finding.text("path"))
                && !finding.text("module").isEmpty()) {
            return Purl.of("generic", "", finding.text("module"), version);
        }
        String group = finding.text("group");
        return group.isEmpty() ? Optional.empty() : Purl.of("maven", group, finding.text("name"), version);
    }

    private ComponentDraft draft(Finding finding, String path, Sighting outer) {
        var identity = new Component.Identity(
                Component.Type.LIBRARY,
                finding.text("group"),
                finding.text("name"),
                finding.text("version"),
                purl(finding));
        return new ComponentDraft(identity, declared(finding), new ComponentDraft.Place(cataloger, path, outer.span()));
    }

    private static Component.Declared declared(Finding finding) {
        String licences = finding.text("licence");
        return new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()),
                licences.isEmpty() ? List.of() : List.of(licences.split("\n")),
                texts(finding, ArchiveFacts.HASHES),
                texts(finding, List.of("website", "vcs")),
                texts(finding, List.of("identified-by", "relocated")));
    }

    private static Map<String, String> texts(Finding finding, List<String> names) {
        var texts = new TreeMap<String, String>();
        for (String name : names) {
            if (!finding.text(name).isEmpty()) {
                texts.put(name, finding.text(name));
            }
        }
        return texts;
    }
}
