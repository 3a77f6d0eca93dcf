package dev.attest.sbom.facts;

import java.util.List;

/** Folders where packages of others lie: what is in them is not the application's own. */
final class Dependencies {
    private static final List<String> FOLDERS = List.of(
            "/node_modules/",
            "/site-packages/",
            "/dist-packages/",
            "/gems/",
            "/vendor/",
            "/go/pkg/mod/",
            "/.cargo/",
            "/cargo/registry/",
            "/cargo/git/",
            "/.m2/",
            "/.gradle/",
            "/.npm/",
            "/usr/share/",
            "/usr/lib/",
            "/usr/local/lib/",
            "/usr/local/go/",
            "/usr/src/linux",
            "/var/lib/");

    private Dependencies() {}

    static boolean contain(String path) {
        String rooted = "/" + path;
        return FOLDERS.stream().anyMatch(rooted::contains);
    }
}
