package dev.attest.sbom.unread;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ecosystems whose installed evidence is known by its path. A row goes away when a cataloger for it arrives. */
enum Ecosystem {
    PORTAGE("Portage packages", "(.*/)?var/db/pkg/[^/]+/[^/]+/CONTENTS"),
    NIX("Nix packages", "nix/var/nix/db/db\\.sqlite"),
    SNAP("snaps", "(.*/)?snap/snapcraft\\.yaml|(.*/)?meta/snap\\.yaml");

    private final String label;
    private final Pattern path;

    Ecosystem(String label, String path) {
        this.label = label;
        this.path = Pattern.compile(path);
    }

    String label() {
        return label;
    }

    static Optional<Ecosystem> of(String path) {
        // Most paths end in none of these letters; the patterns are then not tried.
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean possible =
                name.endsWith("json") || name.endsWith("sqlite") || name.endsWith("yaml") || name.equals("CONTENTS");
        return possible
                ? Arrays.stream(values())
                        .filter(ecosystem -> ecosystem.path.matcher(path).matches())
                        .findFirst()
                : Optional.empty();
    }
}
