package dev.attest.sbom.rpm;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.MergedRecords.Span;
import dev.attest.sbom.catalog.Slice;
import dev.attest.sbom.sqlite.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The second phase: the databases that rpm in the merged image would open. A log belongs to the database that lies
 * beside it there, whichever layers brought the two, as SQLite knows no other bond between them.
 */
final class InstalledDatabases {
    private final MergedRecords records;
    private final Assembly assembly;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, List<Sighting>> linked = new HashMap<>();

    InstalledDatabases(MergedRecords records, Assembly assembly) {
        this.records = records;
        this.assembly = assembly;
    }

    /** Whether the file is a database that was looked at, or lies beside one. */
    boolean isSeen(String path) {
        return seen.contains(path);
    }

    /** The packages of a folder's database; of several kinds the newest counts, the others are gaps. */
    List<Sighting> in(String folder) throws IOException, MalformedImageException, MalformedContentException {
        List<Sighting> packages = List.of();
        Optional<String> first = Optional.empty();
        for (DatabaseKind kind : DatabaseKind.values()) {
            Optional<String> found = file(folder + "/" + kind.fileName());
            if (found.isEmpty() || !seen.add(found.get())) {
                continue;
            }
            if (first.isPresent()) {
                assembly.gap(new Gap(Gap.Kind.NOT_READ, found.get(), "an older rpm database beside " + first.get()));
                continue;
            }
            first = found;
            packages = kind == DatabaseKind.SQLITE ? withLog(found.get()) : plain(found.get());
        }
        return packages;
    }

    /** The packages of the manifest that images without a database have. */
    List<Sighting> manifest() throws IOException, MalformedImageException, MalformedContentException {
        Optional<String> found = file(ContainerManifest.PATH);
        if (found.isEmpty()) {
            return List.of();
        }
        seen.add(found.get());
        return plain(found.get());
    }

    /** The real path of a file that, if it is there, must have been read. */
    private Optional<String> file(String path) throws IOException, MalformedImageException, MalformedContentException {
        Optional<Located> there = assembly.image().resolve(path);
        if (there.isEmpty() || records.pathOf(path).isPresent()) {
            return records.pathOf(path);
        }
        if (!there.get().isFile()) {
            throw new MalformedContentException(path + ": is there, but not as a file that can be read");
        }
        readLinked(path, there.get());
        return there.map(Located::path);
    }

    /** A link leads to a file that no cataloger asked for by its own name, as in images of ostree all files are. */
    private void readLinked(String path, Located located)
            throws IOException, MalformedImageException, MalformedContentException {
        byte[] bytes = assembly.contents().read(List.of(located)).get(0);
        int layer = located.file().layer();
        List<Sighting> found = DatabaseFiles.read(path, bytes).stream()
                .map(finding -> new Sighting(located.path(), finding, new Span(layer, layer)))
                .toList();
        linked.put(located.path(), found);
        assembly.readAfterAll(located.path());
    }

    private List<Sighting> sightings(String path) {
        return linked.getOrDefault(path, records.all().getOrDefault(path, List.of()));
    }

    private List<Finding> findings(String path) {
        return sightings(path).stream().map(Sighting::finding).toList();
    }

    private List<Sighting> plain(String path) throws MalformedContentException {
        DatabaseFiles.requireSound(findings(path));
        return sightings(path);
    }

    private List<Sighting> withLog(String path) throws IOException, MalformedImageException, MalformedContentException {
        Optional<String> journal = file(path + DatabaseFiles.JOURNAL);
        journal.ifPresent(seen::add);
        if (journal.isPresent() && DatabaseFiles.isPending(findings(journal.get()))) {
            throw new MalformedContentException(
                    journal.get() + ": a transaction of " + path + " that was not finished and is to be taken back");
        }
        Optional<String> log = file(path + DatabaseFiles.LOG);
        if (log.isEmpty()) {
            return plain(path);
        }
        seen.add(log.get());
        DatabaseFiles.requireSound(findings(log.get()));
        if (DatabaseFiles.isUnknown(findings(log.get()))) {
            assembly.gap(new Gap(
                    Gap.Kind.UNREADABLE, log.get(), "no write-ahead log that SQLite would take; it goes on without"));
        }
        return DatabaseFiles.isPending(findings(log.get())) ? together(path, log.get()) : plain(path);
    }

    private List<Sighting> together(String path, String logPath)
            throws IOException, MalformedImageException, MalformedContentException {
        var files = new ArrayList<Located>();
        assembly.image().resolve(path).ifPresent(files::add);
        assembly.image().resolve(logPath).ifPresent(files::add);
        List<byte[]> contents = assembly.contents().read(files);
        Slice database = Slice.of(path, contents.get(0), ByteOrder.BIG_ENDIAN);
        Slice log = Slice.of(logPath, contents.get(1), ByteOrder.BIG_ENDIAN);
        List<Finding> packages = DatabaseFiles.packages(DatabaseKind.SQLITE, database, WriteAheadLog.read(log));
        int changed = files.stream().mapToInt(file -> file.file().layer()).max().orElse(0);
        return dated(packages, path, changed);
    }

    /** What the database had before its log keeps its layers; the rest is of the later of the two files' layers. */
    private List<Sighting> dated(List<Finding> packages, String path, int changed) {
        var before = new HashMap<Finding, Span>();
        sightings(path).forEach(sighting -> before.put(sighting.finding(), sighting.span()));
        return packages.stream()
                .map(one -> new Sighting(path, one, before.getOrDefault(one, new Span(changed, changed))))
                .toList();
    }
}
