package dev.attest.sbom.java;

import java.util.List;

/**
 * What a pom.xml in an archive declares (Maven POM 4.0.0), its own placeholders filled in; what only a parent or another
 * file could fill in is left out. {@code requires} are the compile and runtime dependencies, as {@code group:artifact}.
 */
record Pom(Gav gav, List<Licence> licences, Origin origin, List<String> requires) {
    /** Name and address as written, either of them empty. */
    record Licence(String name, String url) {}

    /** Who makes it and where; empty what is not told. */
    record Origin(String organization, String url, String scm) {
        static final Origin NONE = new Origin("", "", "");
    }

    static final Pom NONE = new Pom(new Gav("", "", ""), List.of(), Origin.NONE, List.of());

    Pom {
        licences = List.copyOf(licences);
        requires = List.copyOf(requires);
    }

    /** Whether its own three coordinates are complete. */
    boolean isNamed() {
        return gav.isComplete();
    }
}
