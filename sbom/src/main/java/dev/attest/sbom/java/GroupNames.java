package dev.attest.sbom.java;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How a group lies in a longer dotted name: that of a bundle, a module, or a package. */
final class GroupNames {
    private static final Set<String> DOMAINS = Set.of(
            ("com org net io dev edu gov mil info biz name me tv cc co ai app tech cloud team software systems tools xyz"
                            + " sh gg in eu de fr uk ch at be nl se no fi dk pl cz sk hu it es pt ie us ca br mx au nz jp"
                            + " cn kr tw ru ua il za jakarta javax")
                    .split(" "));
    private static final Set<String> TOO_GENERAL = Set.of(
            "org.apache",
            "com.sun",
            "org.codehaus",
            "com.github",
            "io.github",
            "org.eclipse",
            "com.google",
            "com.oracle");
    private static final int MAX_PARTS = 24;

    private GroupNames() {}

    /** Whether this can be the group of somebody's archives: a reversed domain of two parts that belongs to one party. */
    static boolean isGroup(String text) {
        int dot = text.indexOf('.');
        return dot > 0 && DOMAINS.contains(text.substring(0, dot)) && Gav.isWord(text) && !TOO_GENERAL.contains(text);
    }

    /**
     * The part of the name in front of the words that it shares with the artifact: {@code org.mongodb} of
     * {@code org.mongodb.driver.core} and mongodb-driver-core. Empty where they do not fit together.
     */
    static String before(String artifact, String name) {
        List<String> words = Arrays.asList(artifact.toLowerCase(Locale.ROOT).split("[-_.]"));
        String[] parts = name.toLowerCase(Locale.ROOT).split("[._-]");
        if (parts.length > MAX_PARTS || words.size() > MAX_PARTS) {
            return "";
        }
        String whole = "";
        int end = 0;
        for (int i = 0; i < parts.length - 1; i++) {
            end += parts[i].length() + 1;
            int at = i < 1 ? -1 : run(words, Arrays.asList(parts).subList(i + 1, parts.length));
            String group = name.substring(0, end - 1);
            if (at > 0 && isGroup(group)) {
                return group;
            }
            if (at == 0 && whole.isEmpty() && isGroup(group)) {
                whole = group;
            }
        }
        return whole;
    }

    private static int run(List<String> words, List<String> part) {
        for (int from = words.size() - part.size(); from >= 0; from--) {
            if (words.subList(from, from + part.size()).equals(part)) {
                return from;
            }
        }
        return -1;
    }

    /** org.acme.tool.core of tool-core is of org.acme.tool: later words of the artifact are no part of the group. */
    static String fromPackages(String artifact, String dominant) {
        String[] parts = dominant.split("\\.");
        List<String> words = Arrays.asList(artifact.toLowerCase(Locale.ROOT).split("[-_.]"));
        int end = parts.length;
        while (end > 2 && words.lastIndexOf(parts[end - 1]) > 0) {
            end--;
        }
        String group = String.join(".", Arrays.asList(parts).subList(0, Math.min(end, 3)));
        boolean related = Arrays.stream(parts).anyMatch(part -> words.stream()
                .anyMatch(word -> word.length() > 1 && (part.contains(word) || word.contains(part))));
        return end >= 2 && related && isGroup(group) ? group : "";
    }
}
