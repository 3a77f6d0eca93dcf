package dev.attest.sbom;

import java.util.List;

/** What tests ask a scan's result for. */
public final class Scanned {
    private Scanned() {}

    /** The purls of all components in their order; {@code none NAME} for what has none. */
    public static List<String> purls(ScanResult result) {
        return result.sbom().components().stream().map(Scanned::purl).toList();
    }

    public static Component component(ScanResult result, String purl) {
        return result.sbom().components().stream()
                .filter(component -> purl(component).equals(purl))
                .findFirst()
                .orElseThrow(() -> new AssertionError(purl + " is not among " + purls(result)));
    }

    /** The gaps as {@code kind subject}. */
    public static List<String> gaps(ScanResult result) {
        return result.sbom().gaps().stream()
                .map(gap -> gap.kind().id() + " " + gap.subject())
                .toList();
    }

    private static String purl(Component component) {
        return component
                .identity()
                .purl()
                .map(Purl::toString)
                .orElse("none " + component.identity().name());
    }
}
