package dev.attest.sbom.secret;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Buried;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Onlooker;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds secrets in the files of every layer, those included that upper layers delete or replace: whoever has the image has
 * them. Archives and compressed files are not opened. A fact names path, kind, number and layer; no part of a value nor
 * anything computed from it, because path and diffID already name the bytes.
 */
public final class SecretCataloger implements Cataloger {
    /** Package managers of operating systems, by the types of their purls. */
    private static final Set<String> SYSTEMS = Set.of("deb", "rpm", "apk", "alpm", "opkg");

    @Override
    public String id() {
        return "secret/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return false;
    }

    @Override
    public List<Finding> read(LayerFile file) {
        return List.of();
    }

    @Override
    public Optional<Onlooker> onlooker() {
        return Optional.of(new SecretScan());
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        for (List<Sighting> sightings : records.all().values()) {
            for (Sighting sighting : sightings) {
                Optional<Located> file = assembly.image().at(sighting.path()).map(Located::file);
                int layer = file.map(Located::layer).orElse(sighting.span().first());
                add(sighting.path(), sighting.finding(), new Place(layer, ""), assembly);
            }
        }
        for (Buried buried : records.buried()) {
            boolean replaced = assembly.image().resolve(buried.path()).isPresent();
            var place = new Place(buried.layer(), replaced ? "replaced" : "deleted");
            add(buried.path(), buried.finding(), place, assembly);
        }
    }

    /** The layer that has the file, and what became of it since; empty where it is still there. */
    private record Place(int layer, String state) {}

    private static void add(String path, Finding finding, Place place, Assembly assembly) {
        Optional<String> publisher = publisher(path, place.layer(), assembly);
        finding.fields().forEach((kind, count) -> {
            var conditions = new TreeMap<String, String>();
            conditions.put("secret", kind);
            conditions.put("count", count);
            if (!place.state().isEmpty()) {
                conditions.put("state", place.state());
            }
            publisher.ifPresent(name -> conditions.put("package", name));
            FactKind fact = publisher.isPresent() ? FactKind.PACKAGED_SECRET : FactKind.SECRET;
            assembly.fact(new Fact(fact, true, path, conditions, Optional.of(assembly.diffId(place.layer()))));
        });
    }

    /** The package that published the file to everybody: an operating system's, neither older nor changed since, or a language's samples. */
    private static Optional<String> publisher(String path, int layer, Assembly assembly) {
        Optional<String> system = assembly.owner(source(path))
                .filter(owner -> owner.place().span().first() <= layer
                        && layer <= owner.place().span().last())
                .flatMap(owner -> owner.identity().purl())
                .filter(purl -> SYSTEMS.contains(purl.type()))
                .map(Purl::name);
        return system.or(() -> Samples.of(path));
    }

    /** What Python compiled when it was installed belongs to nobody, its source does (PEP 3147). */
    private static String source(String path) {
        int cache = path.lastIndexOf("__pycache__/");
        int dot = cache < 0 ? -1 : path.indexOf('.', cache);
        return dot < 0 || !path.endsWith(".pyc")
                ? path
                : path.substring(0, cache) + path.substring(cache + "__pycache__/".length(), dot) + ".py";
    }
}
