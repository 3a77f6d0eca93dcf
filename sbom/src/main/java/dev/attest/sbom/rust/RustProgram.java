package dev.attest.sbom.rust;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One program as components: its own crate, the crates in it, who needs whom. Of a program that a package of the same
 * name brought, its own crate is that package.
 */
final class RustProgram {
    private static final String CRATES_IO = "crates.io";

    private final String cataloger;
    private final Sighting sighting;
    private final List<Finding> crates;
    private final Assembly assembly;

    RustProgram(String cataloger, Sighting sighting, Assembly assembly) {
        this.cataloger = cataloger;
        this.sighting = sighting;
        this.crates = sighting.finding().children();
        this.assembly = assembly;
    }

    void add() {
        Optional<ComponentDraft> owner = assembly.owner(sighting.path());
        var drafts = new HashMap<Integer, ComponentDraft>();
        for (int i = 0; i < crates.size(); i++) {
            Finding crate = crates.get(i);
            if (crate.text("kind").equals("runtime")) {
                boolean root = !crate.text("root").isEmpty();
                Optional<ComponentDraft> same =
                        root ? owner.filter(known -> isTheSame(known, crate)) : Optional.empty();
                drafts.put(i, same.orElseGet(() -> assembly.add(draft(crate, root))));
            }
        }
        Optional<ComponentDraft> container = owner.or(() -> root(drafts));
        drafts.forEach((index, draft) -> {
            container.filter(outer -> outer != draft).ifPresent(outer -> outer.contains(draft));
            for (String need : crates.get(index).text("needs").split(" ")) {
                Optional.ofNullable(drafts.get(number(need)))
                        .filter(other -> other != draft)
                        .ifPresent(draft::dependsOn);
            }
        });
        if (owner.isEmpty()) {
            container.ifPresentOrElse(root -> assembly.own(sighting.path(), root), () -> assembly.own(sighting.path()));
        }
    }

    private Optional<ComponentDraft> root(Map<Integer, ComponentDraft> drafts) {
        for (int i = 0; i < crates.size(); i++) {
            if (!crates.get(i).text("root").isEmpty() && drafts.containsKey(i)) {
                return Optional.ofNullable(drafts.get(i));
            }
        }
        return Optional.empty();
    }

    private ComponentDraft draft(Finding crate, boolean root) {
        String name = crate.text("name");
        String version = crate.text("version");
        String source = crate.text("source");
        // What comes from neither crates.io nor another registry may share no more than the name with what is there.
        Optional<Purl> purl = source.equals(CRATES_IO) || source.equals("registry") || root
                ? Purl.of("cargo", "", name, version)
                : Optional.empty();
        var type = root ? Component.Type.APPLICATION : Component.Type.LIBRARY;
        Declared declared = source.equals(CRATES_IO) ? Declared.NOTHING : Declared.NOTHING.with("cargo.source", source);
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        return new ComponentDraft(new Identity(type, "", name, version, purl), declared, place);
    }

    private static boolean isTheSame(ComponentDraft owner, Finding crate) {
        String name = owner.identity().name().toLowerCase(Locale.ROOT);
        String own = crate.text("name").toLowerCase(Locale.ROOT);
        return name.equals(own) || name.endsWith("/" + own) || name.startsWith(own + "-") || name.endsWith("-" + own);
    }

    /** The place of a crate, or none's. */
    private static int number(String text) {
        return text.isEmpty() || text.startsWith("-") ? -1 : Integer.parseInt(text);
    }
}
