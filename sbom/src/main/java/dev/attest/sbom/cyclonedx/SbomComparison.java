package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.sbom.document.PurlKey;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Two CycloneDX documents about the same image: the packages that only one of them lists, and who made the first. Packages
 * are told by their purls without qualifiers, which every program sets in its own way; a component that calls itself of
 * another version than its purl is told apart, for scanners believe either.
 */
public record SbomComparison(boolean identical, SortedSet<String> missing, SortedSet<String> extra, String maker) {
    private static final Pattern PREFIX = Pattern.compile("^(?:[0-9]+:|go(?=[0-9])|v(?=[0-9]))");

    /** What {@code signed} lacks of {@code derived} is missing, what it has beyond it is extra. */
    public static SbomComparison of(JsonObject signed, JsonObject derived) {
        Set<String> theirs = keys(signed);
        Set<String> ours = keys(derived);
        var missing = new TreeSet<>(ours);
        missing.removeAll(theirs);
        var extra = new TreeSet<>(theirs);
        extra.removeAll(ours);
        return new SbomComparison(signed.node().equals(derived.node()), missing, extra, maker(signed));
    }

    /** Whether both list the same packages. */
    public boolean agrees() {
        return missing.isEmpty() && extra.isEmpty();
    }

    /** The program and version that a document names first, such as {@code attest 1.0}; empty where it names none. */
    public static String maker(JsonObject document) {
        JsonNode tools = document.node().path("metadata").path("tools");
        JsonNode listed = tools.isArray() ? tools : tools.path("components");
        JsonNode first = listed.path(0);
        return (first.path("name").asText() + " " + first.path("version").asText()).strip();
    }

    private static Set<String> keys(JsonObject document) {
        var keys = new TreeSet<String>();
        SbomSummary summary = SbomSummary.read(document);
        for (String purl : summary.purls()) {
            Optional<String> key = PurlKey.of(purl);
            keys.add(key.orElse(purl));
        }
        for (SbomSummary.Entry entry : summary.entries()) {
            PurlKey.of(entry.purl())
                    .filter(key -> !isOfVersion(key, entry.version()))
                    .ifPresent(key -> keys.add(key + " as version " + entry.version()));
        }
        return keys;
    }

    /** Epochs stand in either or in a qualifier, and Go's versions with a prefix or without. */
    private static boolean isOfVersion(String key, String version) {
        int at = key.lastIndexOf('@');
        boolean versioned = at > key.indexOf('/') + 1;
        return !versioned || version.isEmpty() || bare(key.substring(at + 1)).equalsIgnoreCase(bare(version));
    }

    private static String bare(String version) {
        return PREFIX.matcher(version).replaceFirst("");
    }
}
