package dev.attest.sbom.java;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archive's file name says: {@code spring-core-6.1.14.jar} is an artifact and a version. Names with several
 * numbers are divided where a version of the manifest stands, else where versions usually begin.
 */
record FileStem(String stem, String artifact, String version) {
    private static final Pattern DASH = Pattern.compile("-(?=v?\\d)");
    private static final Pattern UNDERSCORE = Pattern.compile("_(?=v?\\d)");
    private static final Pattern REST = Pattern.compile("v?\\d[A-Za-z0-9_.+~-]*");
    // As in selenium-devtools-v85-4.25.0, or log4j-1.2-api-2.23.1: a word, no qualifier, and another number behind it.
    private static final Pattern LATER = Pattern.compile(
            "v\\d+-\\d.*|\\d+(\\.\\d+)?-(?!(?:alpha|beta|rc|cr|m|b|ga|sp|jre|jdk|"
                    + "groovy|scala|snapshot|build|rev|r|pre|eap|dev|p|patch|update|final|release|incubating)\\b)[a-z]{2,}-\\d.*");
    private static final Pattern CLASSIFIER = Pattern.compile(
            "(.+?)-((linux|osx|macos|windows|win|mac|android)[-_0-9a-z]*|natives-[-a-z0-9]+|no_aop"
                    + "|runtime|shaded|uber|all|jar-with-dependencies|standalone|exec|boot|classes|jakarta|nodep|original|native)");

    private static final int MAX_LENGTH = 300;
    private static final int MAX_SPLITS = 16;

    /** {@code known} are the versions that the archive itself tells, the best first. */
    static FileStem of(String path, List<String> known) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        List<FileStem> splits = stem.length() > MAX_LENGTH ? List.of() : splits(stem);
        if (splits.isEmpty()) {
            return new FileStem(stem, stem, "");
        }
        for (String version : known) {
            for (FileStem split : splits) {
                if (split.agreesWith(version)) {
                    return split;
                }
            }
        }
        FileStem first = splits.get(0);
        return LATER.matcher(first.version).matches() ? splits.get(splits.size() - 1) : first;
    }

    private static List<FileStem> splits(String stem) {
        List<FileStem> splits = splits(stem, DASH);
        return splits.isEmpty() ? splits(stem, UNDERSCORE) : splits;
    }

    private static List<FileStem> splits(String stem, Pattern separator) {
        var splits = new ArrayList<FileStem>();
        Matcher found = separator.matcher(stem);
        while (found.find() && splits.size() < MAX_SPLITS) {
            String rest = stem.substring(found.end());
            if (found.start() > 0 && REST.matcher(rest).matches()) {
                Matcher classified = CLASSIFIER.matcher(rest);
                String version = classified.matches() ? classified.group(1) : rest;
                splits.add(new FileStem(stem, stem.substring(0, found.start()), version));
            }
        }
        return splits;
    }

    /** OSGi writes 1.2.3.rc1 for 1.2.3-rc1, and a build may add to the version what only its file has. */
    private boolean agreesWith(String known) {
        String mine = version.replace('-', '.');
        String other = known.replace('-', '.');
        return other.length() > 2 && (mine.equals(other) || mine.startsWith(other + "."));
    }

    /** Whether the file is named after these coordinates, a classifier or the group in front of them allowed. */
    boolean names(Gav gav) {
        String name = gav.artifact() + "-" + gav.version();
        return stem.equals(gav.artifact())
                || artifact.equals(gav.artifact())
                || stem.equals(name)
                || stem.startsWith(name + "-")
                || artifact.equals(gav.group() + "." + gav.artifact());
    }
}
