package dev.attest.sbom.embedded;

import dev.attest.sbom.Component.Identity;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.ComponentDraft;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the image's own databases and files have shown, by the names under which a document may claim it. */
final class KnownComponents {
    private static final Set<String> SYSTEM_TYPES = Set.of("apk", "deb", "rpm", "alpm");

    private final Map<String, ComponentDraft> exact = new HashMap<>();
    private final Map<String, ComponentDraft> installed = new HashMap<>();
    private final Map<String, ComponentDraft> plain = new HashMap<>();

    KnownComponents(List<ComponentDraft> drafts) {
        drafts.forEach(this::add);
    }

    void add(ComponentDraft draft) {
        Identity identity = draft.identity();
        plain.putIfAbsent(plain(identity.name(), identity.version()), draft);
        identity.purl().ifPresent(purl -> {
            exact.putIfAbsent(exact(purl), draft);
            if (isSystem(purl)) {
                installed.putIfAbsent(purl.type() + " " + purl.name(), draft);
            }
        });
    }

    static boolean isSystem(Purl purl) {
        return SYSTEM_TYPES.contains(purl.type());
    }

    /** The same package in the same version; distributions call themselves by several names, so theirs are not compared. */
    Optional<ComponentDraft> same(Purl purl) {
        return Optional.ofNullable(exact.get(exact(purl)));
    }

    /** The package of an operating system that has this name, in whichever version. */
    Optional<ComponentDraft> installed(Purl purl) {
        return Optional.ofNullable(installed.get(purl.type() + " " + purl.name()));
    }

    /** What has this name and version, of whichever kind. */
    Optional<ComponentDraft> named(String name, String version) {
        return Optional.ofNullable(plain.get(plain(name, version)));
    }

    private static String exact(Purl purl) {
        String namespace = isSystem(purl) ? "" : purl.namespace();
        return (purl.type() + " " + namespace + " " + purl.name() + " " + purl.version()).toLowerCase(Locale.ROOT);
    }

    private static String plain(String name, String version) {
        return (name + " " + version).toLowerCase(Locale.ROOT);
    }
}
