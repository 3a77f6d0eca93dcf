package dev.attest.sbom.java;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an archive's file name says: {@code spring-core-6.1.14.jar} is an artifact and, from the first number, a version. */
record FileStem(String stem, String artifact, String version) {
    private static final Pattern VERSIONED = Pattern.compile("(.+?)[-_](v?\\d[A-Za-z0-9_.+~-]*)");

    private static final int MAX_LENGTH = 300;

    static FileStem of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        Matcher versioned = VERSIONED.matcher(stem);
        return stem.length() <= MAX_LENGTH && versioned.matches()
                ? new FileStem(stem, versioned.group(1), versioned.group(2))
                : new FileStem(stem, stem, "");
    }

    /** Whether the file is named after these coordinates, a classifier allowed. */
    boolean names(Gav gav) {
        return stem.equals(gav.artifact())
                || stem.equals(gav.artifact() + "-" + gav.version())
                || stem.startsWith(gav.artifact() + "-" + gav.version() + "-")
                || artifact.equals(gav.artifact());
    }
}
