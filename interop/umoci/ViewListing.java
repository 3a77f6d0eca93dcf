import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.ImageReader;
import dev.attest.oci.References;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what attest takes an image's file system to be: {@code ViewListing OUT LAYOUT…} makes OUT/NAME.view for each
 * layout, one line a path: JSON-quoted path, type, octal mode, size, link target, SHA-256 of a file, tab-separated. An
 * image that is refused has one line that begins with {@code refused}.
 */
final class ViewListing {
    private ViewListing() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 1; i < arguments.length; i++) {
            Path layout = Path.of(arguments[i]);
            Path out = Path.of(arguments[0]).resolve(layout.getFileName() + ".view");
            try (var lines = new PrintStream(Files.newOutputStream(out), false, StandardCharsets.UTF_8)) {
                try {
                    list(layout, lines);
                } catch (MalformedImageException e) {
                    lines.println("refused\t" + e.getMessage());
                }
            }
        }
    }

    private static void list(Path layout, PrintStream lines) throws Exception {
        String name = "oci:" + layout;
        var repositories = new Repositories(() -> {
            throw new IllegalStateException("a layout is wanted");
        });
        try (Repository repository = repositories.open(References.parse(name, Optional.empty()))) {
            PlatformImage image = ImageReader.read(repository, repository.resolve(References.parse(name, Optional.empty())))
                    .platforms()
                    .get(0);
            var builder = new MergedView.Builder();
            Map<String, String> hashes = new HashMap<>();
            for (int i = 0; i < image.layers().size(); i++) {
                int layer = i;
                List<LayerEntry> entries = new ArrayList<>();
                LayerReader.standard().read(repository, image, layer, (entry, content) -> {
                    if (entry.type() == LayerEntry.Type.FILE) {
                        hashes.put(layer + "/" + entries.size(), hash(content));
                    }
                    entries.add(entry);
                });
                builder.add(entries);
            }
            for (MergedView.Located located : builder.build().entries()) {
                lines.println(line(located, hashes));
            }
        }
    }

    private static String line(MergedView.Located located, Map<String, String> hashes) {
        MergedView.Located file = located.file();
        LayerEntry entry = file.entry();
        boolean isFile = entry.type() == LayerEntry.Type.FILE;
        return String.join(
                "\t",
                quoted(located.path()),
                entry.type().name().toLowerCase(java.util.Locale.ROOT),
                Integer.toOctalString(entry.mode()),
                String.valueOf(isFile ? entry.size() : 0),
                quoted(entry.type() == LayerEntry.Type.SYMLINK ? entry.linkTarget() : ""),
                isFile ? String.valueOf(hashes.get(file.layer() + "/" + file.ordinal())) : "");
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            quoted.append(c >= 0x20 && c < 0x7f && c != '"' && c != '\\' ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return quoted.append('"').toString();
    }

    private static String hash(InputStream content) throws IOException {
        try {
            MessageDigest computation = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                computation.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(computation.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
