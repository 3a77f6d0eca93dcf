package dev.attest.sbom.java;

import dev.attest.oci.LayerEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which files are Java archives: by their names, or by how they begin. */
final class ArchiveKind {
    private static final Set<String> EXTENSIONS =
            Set.of("jar", "war", "ear", "par", "sar", "nar", "jpi", "hpi", "kar", "rar", "lpkg", "jmod");
    private static final Set<String> OTHERS = Set.of("zip", "original", "far", "aar", "zap");

    /** Where distributions put what is no application; most files are there. */
    private static final List<String> SYSTEM = List.of(
            "usr/bin/",
            "usr/sbin/",
            "usr/lib",
            "usr/share/",
            "usr/include/",
            "bin/",
            "sbin/",
            "lib",
            "etc/",
            "var/",
            "boot/");

    private static final byte[] LOCAL_HEADER = {'P', 'K', 3, 4};
    private static final int NAME = 30;
    private static final int LEAST_BYTES = 100;

    private ArchiveKind() {}

    /** Whether a file of this name is a Java archive. */
    static boolean isOne(String path) {
        return EXTENSIONS.contains(extension(path));
    }

    /** Whether a file, whose name tells nothing, is worth a look at its first bytes. */
    static boolean mayBeOne(LayerEntry entry) {
        String path = entry.path();
        if (entry.size() < LEAST_BYTES) {
            return false;
        }
        boolean unnamed = path.lastIndexOf('.') <= path.lastIndexOf('/') || OTHERS.contains(extension(path));
        return unnamed && SYSTEM.stream().noneMatch(path::startsWith);
    }

    /** Whether these first bytes are of a ZIP whose first entry is the manifest, or the folder for it. */
    static boolean beginsAsOne(byte[] head) {
        if (head.length <= NAME || !Arrays.equals(head, 0, 4, LOCAL_HEADER, 0, 4)) {
            return false;
        }
        int length = Math.min((head[26] & 0xff) | (head[27] & 0xff) << 8, head.length - NAME);
        String name = new String(head, NAME, length, StandardCharsets.ISO_8859_1);
        return name.equals("META-INF/MANIFEST.MF") || name.equals("META-INF/");
    }

    /** A module as the JDK's jlink takes it. */
    static boolean isModule(String path) {
        return extension(path).equals("jmod");
    }

    private static String extension(String path) {
        int dot = path.lastIndexOf('.');
        boolean possible = dot > path.lastIndexOf('/') + 1 && path.length() - dot <= 9;
        return possible ? path.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
