package dev.attest.sbom;

import dev.attest.oci.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One piece of software in the image. {@code ref} is unique in its {@link Sbom} and stays the same as long as the
 * component and its place do; {@code dependsOn} are references of others; {@code contained} says that another component
 * brings this one along (a nested or shaded archive).
 */
public record Component(
        String ref,
        Identity identity,
        Evidence evidence,
        Declared declared,
        List<String> dependsOn,
        boolean contained) {

    /** CycloneDX's component types that attest gives. */
    public enum Type {
        LIBRARY("library"),
        APPLICATION("application"),
        PLATFORM("platform"),
        /** A key; no software. */
        CRYPTOGRAPHIC_ASSET("cryptographic-asset");

        private final String id;

        Type(String id) {
            this.id = id;
        }

        /** The name CycloneDX uses. */
        public String id() {
            return id;
        }
    }

    /**
     * What it is; {@code group} and {@code version} are empty where there is none. {@code cpes} are CPE 2.3 names that
     * are known, not guessed, the best first.
     */
    public record Identity(
            Type type, String group, String name, String version, Optional<Purl> purl, List<String> cpes) {
        public Identity {
            cpes = List.copyOf(cpes);
        }

        /** What has no known CPE name. */
        public Identity(Type type, String group, String name, String version, Optional<Purl> purl) {
            this(type, group, name, version, purl, List.of());
        }
    }

    /**
     * Where it was seen and by which cataloger. {@code firstLayer} is the diffID of the lowest layer since which it was
     * there without interruption, {@code lastLayer} of the one that last changed what is recorded of it.
     */
    public record Evidence(String cataloger, List<String> paths, Digest firstLayer, Digest lastLayer) {
        public Evidence {
            paths = paths.stream().sorted().distinct().toList();
        }
    }

    /**
     * What it says of itself. {@code hashes} are those of its one file, by CycloneDX's algorithm names, empty for what is
     * more than one file; {@code licences} as declared; {@code references} are addresses by CycloneDX's type of external
     * reference ({@code website}, {@code vcs}, {@code distribution}); {@code properties} are further facts by short names
     * of ours, which documents put behind {@code attest:}.
     */
    public record Declared(
            Optional<String> supplier,
            List<String> licences,
            Map<String, String> hashes,
            Map<String, String> references,
            Map<String, String> properties) {
        private static final int MAX_TEXT = 1000;

        public static final Declared NOTHING = new Declared(Optional.empty(), List.of(), Map.of());

        public Declared {
            supplier = supplier.map(Declared::clip);
            licences = licences.stream().map(Declared::clip).toList();
            hashes = Collections.unmodifiableMap(new TreeMap<>(hashes));
            references = clipped(references);
            properties = clipped(properties);
        }

        /** What gives neither addresses nor further facts. */
        public Declared(Optional<String> supplier, List<String> licences, Map<String, String> hashes) {
            this(supplier, licences, hashes, Map.of(), Map.of());
        }

        /** The same with one more property; an empty value adds nothing. */
        public Declared with(String property, String value) {
            var more = new TreeMap<>(properties);
            more.put(property, value);
            return new Declared(supplier, licences, hashes, references, more);
        }

        private static Map<String, String> clipped(Map<String, String> texts) {
            var kept = new TreeMap<String, String>();
            texts.forEach((name, text) -> {
                if (!text.isEmpty()) {
                    kept.put(name, clip(text));
                }
            });
            return Collections.unmodifiableMap(kept);
        }

        /** Nobody's name is longer, and a document is not to be filled with one. */
        private static String clip(String text) {
            return text.codePointCount(0, text.length()) <= MAX_TEXT
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT));
        }
    }

    public Component {
        dependsOn = dependsOn.stream().sorted().distinct().toList();
    }
}
