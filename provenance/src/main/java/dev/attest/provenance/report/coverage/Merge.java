package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Several reports as one. A file that two reports have measured counts once; where it cannot be told whether two files are
 * the same one, nothing is guessed and the reports are refused.
 */
final class Merge {
    private final Map<Format, TreeMap<SourceFile, Told>> files = new EnumMap<>(Format.class);

    /** What the first report that has the file, and those after it, say of it. */
    private record Told(Measured measured, String report) {}

    void add(CoverageReport report, String name) throws MalformedProvenanceException {
        TreeMap<SourceFile, Told> told = files.computeIfAbsent(report.format(), format -> new TreeMap<>());
        for (Map.Entry<SourceFile, Measured> entry : report.files().entrySet()) {
            Told before = told.get(entry.getKey());
            told.put(
                    entry.getKey(),
                    before == null
                            ? new Told(entry.getValue(), name)
                            : joined(entry.getKey(), before, entry.getValue(), name));
        }
    }

    /** The tools of all reports, sorted. */
    List<String> tools() {
        return files.keySet().stream().map(Format::tool).distinct().sorted().toList();
    }

    /** The sum over all files. */
    Tally tally() throws MalformedProvenanceException {
        if (files.containsKey(Format.JACOCO) && files.containsKey(Format.JACOCO_CSV)) {
            throw new MalformedProvenanceException(
                    "JaCoCo's XML and CSV have no true sum, because one knows lines and the other numbers of them; give the XML");
        }
        refuseFilesOfTwoModules();
        refuseFilesOfTwoFormats();
        Tally sum = Tally.NONE;
        for (TreeMap<SourceFile, Told> told : files.values()) {
            for (Told one : told.values()) {
                sum = sum.plus(one.measured().tally());
            }
        }
        return sum;
    }

    private static Told joined(SourceFile file, Told before, Measured now, String name)
            throws MalformedProvenanceException {
        if (!file.isAbsolute() && !before.measured().isSameSourceAs(now)) {
            throw untellable(file.path(), before.report(), name, "with other lines");
        }
        try {
            return new Told(before.measured().with(now), before.report());
        } catch (Measured.UnmergeableException e) {
            throw untellable(file.path(), before.report(), name, "as " + e.getMessage());
        }
    }

    /** Two modules may have a file of the same name each, but not with the very same lines by chance. */
    private void refuseFilesOfTwoModules() throws MalformedProvenanceException {
        for (TreeMap<SourceFile, Told> told : files.values()) {
            var byPath = new HashMap<String, List<Told>>();
            for (Map.Entry<SourceFile, Told> entry : told.entrySet()) {
                List<Told> others = byPath.computeIfAbsent(entry.getKey().path(), path -> new ArrayList<>(1));
                for (Told other : others) {
                    // One report that has it in two modules knows that these are two.
                    if (!other.report().equals(entry.getValue().report())
                            && other.measured().isSameSourceAs(entry.getValue().measured())) {
                        throw untellable(
                                entry.getKey().path(),
                                other.report(),
                                entry.getValue().report(),
                                "under the names of two modules");
                    }
                }
                others.add(entry.getValue());
            }
        }
    }

    private void refuseFilesOfTwoFormats() throws MalformedProvenanceException {
        for (Map.Entry<Format, TreeMap<SourceFile, Told>> one : files.entrySet()) {
            Set<String> paths = new HashSet<>();
            one.getValue().keySet().forEach(file -> paths.add(plain(file.path())));
            for (Map.Entry<Format, TreeMap<SourceFile, Told>> other : files.entrySet()) {
                if (one.getKey() != other.getKey()) {
                    refuseShared(paths, one.getKey(), other.getValue());
                }
            }
        }
    }

    private static void refuseShared(Set<String> paths, Format format, Map<SourceFile, Told> others)
            throws MalformedProvenanceException {
        for (Map.Entry<SourceFile, Told> other : others.entrySet()) {
            String rest = plain(other.getKey().path());
            while (!rest.isEmpty()) {
                if (paths.contains(rest)) {
                    throw untellable(
                            other.getKey().path(), other.getValue().report(), "a report of " + format.title(), "too");
                }
                int slash = rest.indexOf('/');
                rest = slash < 0 ? "" : rest.substring(slash + 1);
            }
        }
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static MalformedProvenanceException untellable(String file, String one, String other, String how) {
        return new MalformedProvenanceException("the reports have no true sum: " + file + " is in " + one + " and in "
                + other + " " + how + ", so that it would count twice or as what it is not; give one report of all");
    }
}
