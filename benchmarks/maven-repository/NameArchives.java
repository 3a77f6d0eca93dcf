import dev.attest.oci.LayerEntry;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.java.JavaArchiveCataloger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How many archives of a Maven repository attest names rightly: the repository's layout tells each one's coordinates,
 * and only the file's name and bytes are shown to the cataloger. {@code --without DIR} leaves out what another repository
 * has too, {@code --list} prints every archive that is not named rightly.
 */
final class NameArchives {
    private record Count(int right, int wrong, int none) {
        Count plus(Count other) {
            return new Count(right + other.right, wrong + other.wrong, none + other.none);
        }

        int all() {
            return right + wrong + none;
        }
    }

    private NameArchives() {}

    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[0]);
        var without = new TreeSet<String>();
        boolean list = false;
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals("--without")) {
                Path other = Path.of(arguments[++i]);
                archives(other).forEach(path -> without.add(other.relativize(path).toString()));
            }
            list |= arguments[i].equals("--list");
        }
        var counts = new TreeMap<String, Count>();
        var cataloger = new JavaArchiveCataloger();
        long bytes = 0;
        long start = System.nanoTime();
        for (Path path : archives(repository)) {
            Path relative = repository.relativize(path);
            if (without.contains(relative.toString())) {
                continue;
            }
            bytes += Files.size(path);
            Finding named = read(cataloger, path);
            String expected = coordinates(relative);
            boolean none = named.text("group").isEmpty() || named.text("version").isEmpty();
            String found = String.join(":", named.text("group"), named.text("name"), named.text("version"));
            boolean right = !none && found.equals(expected);
            String kind = named.text("identified-by").isEmpty() ? "nothing" : named.text("identified-by");
            counts.merge(kind, new Count(right ? 1 : 0, right || none ? 0 : 1, none ? 1 : 0), Count::plus);
            if (list && !right) {
                System.out.printf("%s %s is %s by %s%n", none ? "none " : "wrong", relative, found, kind);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        counts.forEach((kind, count) -> print(kind, count));
        print("all", counts.values().stream().reduce(new Count(0, 0, 0), Count::plus));
        System.out.printf("%.0f MB in %.1f s%n", bytes / 1e6, seconds);
    }

    private static void print(String kind, Count count) {
        System.out.printf(
                "%-24s %5d archives, rightly named %5d (%.4f), wrongly %4d, without name %4d%n",
                kind, count.all(), count.right(), (double) count.right() / Math.max(1, count.all()), count.wrong(), count.none());
    }

    /** All archives of libraries, without those of their sources and documentation. */
    private static List<Path> archives(Path repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(path -> path.toString().endsWith(".jar"))
                    .filter(path -> !path.toString().matches(".*-(sources|javadoc|tests|test-sources)\\.jar"))
                    .filter(path -> repository.relativize(path).getNameCount() > 3)
                    .sorted()
                    .toList();
        }
    }

    private static Finding read(JavaArchiveCataloger cataloger, Path path) throws IOException {
        var entry = new LayerEntry(
                "app/" + path.getFileName(), LayerEntry.Type.FILE, 0644, new LayerEntry.Owner(0, 0), Files.size(path), "");
        try (InputStream in = Files.newInputStream(path)) {
            List<Finding> found = cataloger.read(new LayerFile(entry, in, ScanLimits.DEFAULT));
            return found.isEmpty() ? new Finding(Map.of("identified-by", "no library")) : found.get(0);
        } catch (UnreadFileException e) {
            return new Finding(Map.of("identified-by", "unread: " + e.getMessage()));
        }
    }

    /** The repository's layout: group, with its parts as folders, then artifact, version and file. */
    private static String coordinates(Path relative) {
        int names = relative.getNameCount();
        String group = relative.subpath(0, names - 3).toString().replace('/', '.');
        return String.join(":", group, relative.getName(names - 3).toString(), relative.getName(names - 2).toString());
    }
}
