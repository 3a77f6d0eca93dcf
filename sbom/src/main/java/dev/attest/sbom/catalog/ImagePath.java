package dev.attest.sbom.catalog;

import java.util.ArrayDeque;
import java.util.Optional;

/** Paths of an image as text: relative to its root, without leading slash. */
public final class ImagePath {
    private ImagePath() {}

    /**
     * The place that {@code path}, seen from {@code folder} where it is relative, names; none where it leaves the root.
     * Links are not followed.
     */
    public static Optional<String> join(String folder, String path) {
        var parts = new ArrayDeque<String>();
        String whole = path.startsWith("/") ? path : folder + "/" + path;
        for (String part : whole.split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return Optional.of(String.join("/", parts));
    }

    /** The folder above, empty for what lies in the root. */
    public static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** The last part. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
