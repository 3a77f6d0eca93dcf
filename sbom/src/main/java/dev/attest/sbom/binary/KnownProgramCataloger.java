package dev.attest.sbom.binary;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.binary.KnownProgram.VersionText;
import dev.attest.sbom.binary.VersionSearch.Hit;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Repackaged;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.cpe.CpeName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds runtimes, servers and tools that came without a package, by what their files are called and by the version that
 * stands in them. What a package brought, or another cataloger has identified, is that. A program that keeps its version
 * in a library is the library's.
 */
public final class KnownProgramCataloger implements Cataloger {
    private static final Pattern IN_NAME = Pattern.compile("\\d+(?:\\.\\d+)+");
    /** Files of the table that are no executables by their first bytes. */
    private static final Set<String> SCRIPTS = Set.of("elixir", "elixir.app", "wp", "wp-cli.phar", "application.ini");

    private static final int LARGEST_SCRIPT = 32 << 20;

    @Override
    public String id() {
        return "known-program/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return entry.size() < LARGEST_SCRIPT && SCRIPTS.contains(entry.name());
    }

    @Override
    public boolean wantsExecutables() {
        return true;
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        String name = file.entry().name();
        List<KnownProgram> programs = KnownPrograms.all().called(name);
        if (programs.isEmpty()) {
            return List.of();
        }
        InputStream content = file.isExecutable() ? file.stream() : file.content().stream();
        Optional<Map<String, String>> found = identify(name, programs, content);
        return List.of(new Finding(
                found.orElseGet(() -> Map.of("program", programs.get(0).name()))));
    }

    /** Which of the programs it is, and its version. */
    static Optional<Map<String, String>> identify(String file, List<KnownProgram> programs, InputStream content)
            throws IOException {
        var owners = new ArrayList<KnownProgram>();
        var texts = new ArrayList<VersionText>();
        Matcher version = IN_NAME.matcher(file);
        Optional<String> inName = version.find() ? Optional.of(version.group()) : Optional.empty();
        for (KnownProgram program : programs) {
            for (VersionText text : program.versions()) {
                if (!text.needsName() || inName.isPresent()) {
                    owners.add(program);
                    texts.add(text.of(shortened(inName.orElse(""))));
                }
            }
        }
        Optional<Hit> hit = new VersionSearch(texts).in(content);
        return hit.map(found -> Map.of("program", owners.get(found.text()).name(), "version", found.version()));
    }

    /** {@code libpython3.11.so.1.0} is of 3.11. */
    private static String shortened(String version) {
        int second = version.indexOf('.', version.indexOf('.') + 1);
        return second < 0 ? version : version.substring(0, second);
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var found = new HashMap<String, List<ComponentDraft>>();
        var unversioned = new ArrayList<Sighting>();
        for (List<Sighting> sightings : records.all().values()) {
            for (Sighting sighting : sightings) {
                if (assembly.isOwned(sighting.path()) && !isBundled(sighting, assembly)) {
                    continue;
                }
                if (sighting.finding().text("version").isEmpty()) {
                    unversioned.add(sighting);
                } else {
                    String program = sighting.finding().text("program");
                    found.computeIfAbsent(program, key -> new ArrayList<>()).add(add(sighting, assembly));
                }
            }
        }
        for (Sighting sighting : unversioned) {
            List<ComponentDraft> libraries =
                    found.getOrDefault(sighting.finding().text("program"), List.of());
            if (libraries.stream().map(ComponentDraft::identity).distinct().count() == 1) {
                assembly.own(sighting.path(), libraries.get(0));
            }
        }
    }

    private static boolean isBundled(Sighting sighting, Assembly assembly) {
        return assembly.owner(sighting.path())
                .filter(owner -> Repackaged.isBundled(
                        owner, sighting.path(), sighting.finding().text("program")))
                .isPresent();
    }

    private ComponentDraft add(Sighting sighting, Assembly assembly) {
        KnownProgram program = KnownPrograms.all()
                .named(sighting.finding().text("program"))
                .orElseThrow(() -> new IllegalStateException("a finding of another table"));
        String version = sighting.finding().text("version");
        List<String> cpes = program.products().stream()
                .map(product -> CpeName.application(product, version).toString())
                .toList();
        var identity = new Component.Identity(
                program.type(), "", program.name(), version, Purl.of("generic", "", program.name(), version), cpes);
        var place = new ComponentDraft.Place(id(), sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, Component.Declared.NOTHING, place));
        assembly.owner(sighting.path()).ifPresent(container -> container.contains(draft));
        assembly.own(sighting.path(), draft);
        return draft;
    }
}
