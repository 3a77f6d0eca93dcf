package dev.attest.sbom.embedded;

import dev.attest.sbom.Component;
import dev.attest.sbom.Component.Identity;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.ComponentDraft.Place;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.PackageFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes components of what documents claim. What the image itself shows wins: a claim about it adds no component, only
 * facts that were missing, and an operating system's package that its database has in another version is that one. What
 * is new says of itself that a document claims it.
 */
public final class ClaimedComponents {
    private final String cataloger;
    private final Assembly assembly;
    private final KnownComponents known;

    /** Knows the components that were added to the assembly until now. */
    public ClaimedComponents(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
        this.known = new KnownComponents(assembly.drafts());
    }

    /**
     * Adds what one document claims. {@code owner} is the component that brought the document; {@code bundled} says that
     * the document is about what that component carries inside, such as a wheel's grafted libraries, so that the image's
     * own packages of the same name are others.
     */
    public void add(List<Sighting> claims, Optional<ComponentDraft> owner, boolean bundled) {
        var found = new HashMap<String, ComponentDraft>();
        var added = new HashMap<String, ComponentDraft>();
        for (Sighting claim : claims) {
            String ref = claim.finding().text(Claims.REF);
            PackageFields.limits(claim, assembly);
            Optional<ComponentDraft> present = present(claim.finding(), owner, bundled);
            if (present.isPresent()) {
                complete(present.get(), claim);
                found.put(ref, present.get());
            } else {
                draft(claim).ifPresent(draft -> {
                    found.put(ref, assembly.add(draft));
                    added.put(ref, draft);
                });
            }
        }
        added.values().forEach(known::add);
        for (Sighting claim : claims) {
            relate(claim.finding(), found, added, owner);
        }
    }

    private Optional<ComponentDraft> present(Finding claim, Optional<ComponentDraft> owner, boolean bundled) {
        String name = claim.text(PackageFields.NAME);
        boolean isRoot = !claim.text(Claims.ROOT).isEmpty();
        Optional<ComponentDraft> itself =
                owner.filter(draft -> isRoot && draft.identity().name().equalsIgnoreCase(name));
        if (itself.isPresent()) {
            return itself;
        }
        Optional<Purl> purl = Purl.parse(claim.text(Claims.PURL));
        if (purl.isEmpty()) {
            return known.named(name, claim.text(PackageFields.VERSION));
        }
        Optional<ComponentDraft> same = known.same(purl.get());
        boolean database = !bundled && KnownComponents.isSystem(purl.get());
        return same.isPresent() || !database ? same : known.installed(purl.get());
    }

    /** A document about another version knows nothing of this one. */
    private static void complete(ComponentDraft draft, Sighting claim) {
        String version = claim.finding().text(PackageFields.VERSION);
        boolean isFromHere = draft.place().path().equals(claim.path());
        if (version.equals(draft.identity().version()) && !isFromHere) {
            Component.Declared declared = PackageFields.declared(claim.finding());
            var properties = new HashMap<>(declared.properties());
            properties.remove("claim");
            properties.put("completed-by", claim.path());
            draft.complete(new Component.Declared(
                    declared.supplier(), declared.licences(), Map.of(), declared.references(), properties));
        }
    }

    private Optional<ComponentDraft> draft(Sighting claim) {
        Finding finding = claim.finding();
        Optional<Purl> purl = Purl.parse(finding.text(Claims.PURL));
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        if (name.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        var place = new Place(cataloger, claim.path(), claim.span());
        return Optional.of(new ComponentDraft(identity(finding, purl), PackageFields.declared(finding), place));
    }

    /** Formats write group and name in many ways, a purl in one. */
    private static Identity identity(Finding finding, Optional<Purl> purl) {
        boolean application = finding.text(Claims.TYPE).equalsIgnoreCase("application");
        String group = purl.filter(known -> !KnownComponents.isSystem(known))
                .map(Purl::namespace)
                .orElse(purl.isPresent() ? "" : finding.text(Claims.GROUP));
        return new Identity(
                application ? Component.Type.APPLICATION : Component.Type.LIBRARY,
                group,
                purl.map(Purl::name).orElse(finding.text(PackageFields.NAME)),
                finding.text(PackageFields.VERSION),
                purl,
                PackageFields.list(finding, Claims.CPES));
    }

    private static void relate(
            Finding claim,
            Map<String, ComponentDraft> found,
            Map<String, ComponentDraft> added,
            Optional<ComponentDraft> owner) {
        String ref = claim.text(Claims.REF);
        ComponentDraft draft = found.get(ref);
        if (draft == null) {
            return;
        }
        boolean isNew = added.containsKey(ref);
        if (isNew) {
            Optional.ofNullable(found.get(claim.text(Claims.CONTAINED_BY)))
                    .or(() -> owner)
                    .filter(parent -> parent != draft)
                    .ifPresent(parent -> parent.contains(draft));
        }
        for (String other : claim.text(Claims.DEPENDS_ON).split(" ")) {
            ComponentDraft needed = found.get(other);
            if (needed != null && needed != draft && (isNew || added.containsKey(other))) {
                draft.dependsOn(needed);
            }
        }
    }
}
