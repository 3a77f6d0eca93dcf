package dev.attest.sbom.golang;

import dev.attest.sbom.Component;
import dev.attest.sbom.Component.Declared;
import dev.attest.sbom.Component.Identity;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.cpe.CpeName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One program as components: its own module, the modules in it and the standard library. Of a program that a package
 * brought, the module that is the package itself is left out.
 */
final class GoProgram {
    private static final Pattern RELEASE =
            Pattern.compile("go([0-9]{1,3}\\.[0-9]{1,4}[0-9a-z.]{0,12})(?:[-\\s].{0,200})?");
    private static final Pattern MAJOR = Pattern.compile("/v[0-9]{1,4}$");
    private static final Set<String> SETTINGS = Set.of(
            "vcs.revision",
            "vcs.time",
            "vcs.modified",
            "CGO_ENABLED",
            "GOOS",
            "GOARCH",
            "GOFIPS140",
            "-trimpath",
            "-race");
    private static final String TOOLCHAIN = "cmd/";

    private final String cataloger;
    private final Sighting sighting;
    private final Finding finding;
    private final Assembly assembly;

    GoProgram(String cataloger, Sighting sighting, Assembly assembly) {
        this.cataloger = cataloger;
        this.sighting = sighting;
        this.finding = sighting.finding();
        this.assembly = assembly;
    }

    static boolean isKeptSetting(String key) {
        return SETTINGS.contains(key);
    }

    void add() {
        Optional<ComponentDraft> owner = assembly.owner(sighting.path());
        ComponentDraft program = owner.filter(this::isTheSame).orElseGet(() -> {
            ComponentDraft main = assembly.add(new ComponentDraft(identity(), declared(), place()));
            owner.ifPresentOrElse(known -> known.contains(main), () -> assembly.own(sighting.path(), main));
            return main;
        });
        for (Finding module : finding.children()) {
            program.contains(assembly.add(draft(module)));
        }
        library().ifPresent(standard -> program.contains(assembly.add(standard)));
    }

    private Identity identity() {
        String module = finding.text("name");
        String version = finding.text("version");
        if (!module.isEmpty()) {
            return new Identity(Component.Type.APPLICATION, "", module, version, purl(module, version));
        }
        Optional<String> release =
                release().filter(known -> finding.text("path").startsWith(TOOLCHAIN));
        if (release.isPresent()) {
            return new Identity(
                    Component.Type.PLATFORM,
                    "",
                    "go",
                    release.get(),
                    Purl.of("generic", "", "go", release.get()),
                    List.of(CpeName.application("golang:go", release.get()).toString()));
        }
        String path = sighting.path();
        return new Identity(
                Component.Type.APPLICATION, "", path.substring(path.lastIndexOf('/') + 1), "", Optional.empty());
    }

    private Declared declared() {
        Declared declared = Declared.NOTHING;
        if (!finding.text("name").isEmpty()) {
            declared = declared.with("go.version.source", finding.text("version.source"))
                    .with("go.path", finding.text("path"))
                    .with("go.replaces", finding.text("replaces"))
                    .with("go.sum", finding.text("sum"));
            for (Map.Entry<String, String> field : finding.fields().entrySet()) {
                if (field.getKey().startsWith("build.")) {
                    declared = declared.with("go." + field.getKey(), field.getValue());
                }
            }
        }
        return declared;
    }

    private ComponentDraft draft(Finding module) {
        String path = module.text("name");
        String replaces = module.text("replaces");
        String version = module.text("version").equals("(devel)") ? "" : module.text("version");
        Declared declared = Declared.NOTHING.with("go.sum", module.text("sum"));
        if (version.isEmpty() && !replaces.isEmpty()) {
            // A folder took its place: the packages are still called as the module is.
            declared = declared.with("go.replaced-by", path);
            path = replaces.substring(0, Math.max(0, replaces.lastIndexOf('@')));
        } else {
            declared = declared.with("go.replaces", replaces);
        }
        var identity = new Identity(Component.Type.LIBRARY, "", path, version, purl(path, version));
        return new ComponentDraft(identity, declared, place());
    }

    private Optional<ComponentDraft> library() {
        return release().map(release -> {
            var identity = new Identity(
                    Component.Type.LIBRARY,
                    "",
                    "stdlib",
                    release,
                    Purl.of("golang", "", "stdlib", release),
                    List.of(CpeName.application("golang:go", release).toString()));
            return new ComponentDraft(identity, Declared.NOTHING, place());
        });
    }

    /** The release without the experiments it was built with; a toolchain between releases has none. */
    private Optional<String> release() {
        Matcher release = RELEASE.matcher(finding.text("go"));
        return release.matches() ? Optional.of(release.group(1)) : Optional.empty();
    }

    private ComponentDraft.Place place() {
        return new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
    }

    /** Whether the package is called as the program's module is, or a part of that. */
    private boolean isTheSame(ComponentDraft owner) {
        String name = owner.identity().name().toLowerCase(Locale.ROOT);
        String module =
                MAJOR.matcher(finding.text("name").toLowerCase(Locale.ROOT)).replaceAll("");
        if (module.isEmpty()) {
            return true;
        }
        for (String part : module.split("/")) {
            if (part.length() >= 3 && (name.equals(part) || name.endsWith("/" + part))) {
                return true;
            }
        }
        String last = module.substring(module.lastIndexOf('/') + 1);
        return last.length() >= 3 && (name.startsWith(last) || name.endsWith(last));
    }

    private static Optional<Purl> purl(String path, String version) {
        String lower = path.toLowerCase(Locale.ROOT);
        int slash = lower.lastIndexOf('/');
        String namespace = slash < 0 ? "" : lower.substring(0, slash);
        return Purl.of("golang", namespace, lower.substring(slash + 1), version);
    }
}
