package dev.attest.sbom.catalog;

import dev.attest.sbom.Component.Declared;
import dev.attest.sbom.Purl;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a library that a distribution's package merely bundles, which is software of its own, from the package's own
 * software under the name another ecosystem has for it: python3-six of Debian and six of PyPI are one. The latter stays
 * listed, for its metadata is there, and says in {@code same-as} which package it is, so that nobody counts it twice.
 */
public final class Repackaged {
    private static final String SAME_AS = "same-as";
    private static final Set<String> DISTRIBUTIONS = Set.of("deb", "rpm", "apk", "alpm", "opkg");
    private static final Pattern PREFIX =
            Pattern.compile("^(?:python3?(?:\\.[0-9]+)?|py3(?:\\.[0-9]+)?|node|nodejs|ruby|rubygem|php|golang|perl)-");
    private static final Pattern SUFFIX = Pattern.compile("-(?:java|perl|php|ruby)$");

    private Repackaged() {}

    /**
     * Whether a program in a file that a package brought is something else than the package. Distributions build a
     * program once and put it in their own folders, so only what lies in /opt or /usr/local, where packages of third
     * parties put what they bundle, is looked at.
     */
    public static boolean isBundled(ComponentDraft owner, String path, String program) {
        boolean foreign = path.startsWith("opt/") || path.startsWith("usr/local/");
        String name = normalised(program);
        return foreign && names(owner).stream().noneMatch(one -> one.contains(name));
    }

    /** Marks what packages of distributions contain and are themselves. */
    static void mark(List<ComponentDraft> drafts) {
        for (ComponentDraft owner : drafts) {
            if (isPackage(owner)) {
                Set<String> names = names(owner);
                for (ComponentDraft inner : owner.needs()) {
                    if (inner.isContained() && !isPackage(inner) && isSame(owner, names, inner)) {
                        inner.complete(new Declared(
                                Optional.empty(),
                                List.of(),
                                Map.of(),
                                Map.of(),
                                Map.of(
                                        SAME_AS,
                                        owner.identity()
                                                .purl()
                                                .map(Purl::toString)
                                                .orElse(""))));
                    }
                }
            }
        }
    }

    private static boolean isSame(ComponentDraft owner, Set<String> names, ComponentDraft inner) {
        String version = inner.identity().version();
        String packaged = owner.identity().version().replaceFirst("^[0-9]+:", "");
        return names.contains(normalised(inner.identity().name()))
                && !version.isEmpty()
                && packaged.startsWith(version)
                && (packaged.length() == version.length() || !isVersionPart(packaged.substring(version.length())));
    }

    /** {@code 1.10} does not begin with the version {@code 1.1}, nor {@code 1.1.2} with it; {@code 1.1-2} does. */
    private static boolean isVersionPart(String rest) {
        int first = rest.charAt(0) == '.' ? 1 : 0;
        return first < rest.length() && Character.isDigit(rest.charAt(first));
    }

    private static boolean isPackage(ComponentDraft draft) {
        return draft.identity()
                .purl()
                .filter(purl -> DISTRIBUTIONS.contains(purl.type()))
                .isPresent();
    }

    private static Set<String> names(ComponentDraft owner) {
        var names = new HashSet<String>();
        String upstream = owner.identity()
                .purl()
                .map(purl -> purl.qualifiers().getOrDefault("upstream", ""))
                .orElse("");
        for (String name : List.of(owner.identity().name(), upstream.split("@", 2)[0])) {
            String normalised = normalised(name);
            String bare =
                    SUFFIX.matcher(PREFIX.matcher(normalised).replaceFirst("")).replaceFirst("");
            names.add(normalised);
            names.add(bare);
            if (bare.startsWith("lib")) {
                names.add(bare.substring("lib".length()));
            }
        }
        names.remove("");
        return names;
    }

    private static String normalised(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }
}
