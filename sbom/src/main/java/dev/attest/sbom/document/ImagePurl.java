package dev.attest.sbom.document;

import dev.attest.sbom.Purl;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The image as {@code pkg:oci/name@sha256:…} (purl-spec, "oci"); a registry's address only where there is one. */
public final class ImagePurl {
    private static final Pattern REPOSITORY =
            Pattern.compile("([a-z0-9-]+(\\.[a-z0-9-]+)+|localhost|[a-z0-9.-]+:[0-9]+)(:[0-9]+)?(/[a-z0-9._-]+)+");

    private ImagePurl() {}

    /** The purl of the image a document is about. */
    public static Purl of(DocumentContext context) {
        String name = context.subject().name();
        Map<String, String> qualifiers = REPOSITORY.matcher(name).matches() ? Map.of("repository_url", name) : Map.of();
        return new Purl("oci", "", shortName(name), context.subject().digest().toString(), qualifiers);
    }

    /** The last part of a repository or path. Where a layout lies on somebody's disk is nobody's business. */
    public static String shortName(String name) {
        String trimmed = name.replaceAll("[/\\\\]+$", "");
        String last = trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf(':')) + 1)
                .toLowerCase(Locale.ROOT);
        return last.isEmpty() ? "image" : last;
    }
}
