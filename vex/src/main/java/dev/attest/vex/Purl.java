package dev.attest.vex;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A package URL (purl-spec), read strictly and bounded, with the letter case that its type asks for. Our own, because
 * matching decides what is suppressed: it must not change with a library's version, and needs nothing else of one.
 */
public record Purl(
        String type,
        Optional<String> namespace,
        String name,
        Optional<String> version,
        Map<String, String> qualifiers,
        Optional<String> subpath) {

    public Purl {
        qualifiers = Collections.unmodifiableMap(new TreeMap<>(qualifiers));
    }

    /** Parses a package URL; anything else is refused. */
    public static Purl parse(String text) throws MalformedVexException {
        return PurlParser.parse(text);
    }

    /** As {@link #parse}, empty for anything else. */
    public static Optional<Purl> of(String text) {
        try {
            return text.startsWith("pkg:") ? Optional.of(parse(text)) : Optional.empty();
        } catch (MalformedVexException e) {
            return Optional.empty();
        }
    }

    /** As {@link #matches(Purl)} for texts; what is no package URL matches nothing. */
    public static boolean matches(String general, String specific) {
        Optional<Purl> own = of(general);
        Optional<Purl> other = own.isPresent() ? of(specific) : Optional.empty();
        return other.isPresent() && own.get().matches(other.get());
    }

    /**
     * Whether this, as the more general one, fits {@code specific}: equal type, namespace and name; its version, if any,
     * equal; its qualifiers all there with equal values. The other may have more; the subpath is not looked at.
     */
    public boolean matches(Purl specific) {
        return type.equals(specific.type)
                && namespace.equals(specific.namespace)
                && name.equals(specific.name)
                && (version.isEmpty() || version.equals(specific.version))
                && specific.qualifiers.entrySet().containsAll(qualifiers.entrySet());
    }

    /** Without qualifiers and subpath, which scanners spell differently. */
    public Purl plain() {
        return new Purl(type, namespace, name, version, Map.of(), Optional.empty());
    }

    /** The canonical text. */
    @Override
    public String toString() {
        var text = new StringBuilder("pkg:").append(type).append('/');
        namespace.ifPresent(
                value -> text.append(PercentEncoding.segments(value)).append('/'));
        text.append(PercentEncoding.encode(name));
        version.ifPresent(value -> text.append('@').append(PercentEncoding.encode(value)));
        if (!qualifiers.isEmpty()) {
            text.append('?')
                    .append(qualifiers.entrySet().stream()
                            .map(one -> one.getKey() + "=" + PercentEncoding.encode(one.getValue()))
                            .collect(Collectors.joining("&")));
        }
        subpath.ifPresent(value -> text.append('#').append(PercentEncoding.segments(value)));
        return text.toString();
    }
}
