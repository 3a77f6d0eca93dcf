package dev.attest.sbom.facts;

import java.util.Arrays;
import java.util.Optional;

/**
 * The attributes of attest's SCAI predicate: the one place that names them. A kind that was looked for and not found is
 * stated too, by its {@link #absence()}; a document that says neither has not looked.
 */
public enum FactKind {
    /** A command interpreter: sh, bash, busybox and their like. Target: the file. */
    SHELL("HAS_SHELL", "NO_SHELL"),
    /** A package manager of an operating system. Target: the file. */
    PACKAGE_MANAGER("HAS_PACKAGE_MANAGER", "NO_PACKAGE_MANAGER"),
    /** A package manager of a language: pip, npm and their like. Target: the file. */
    LANGUAGE_PACKAGE_MANAGER("HAS_LANGUAGE_PACKAGE_MANAGER", "NO_LANGUAGE_PACKAGE_MANAGER"),
    /** A compiler or build tool. Target: the file. */
    BUILD_TOOL("HAS_BUILD_TOOL", "NO_BUILD_TOOL"),
    /** A program that fetches or opens connections. Target: the file. */
    NETWORK_TOOL("HAS_NETWORK_TOOL", "NO_NETWORK_TOOL"),
    /** A debugger or tracer. Target: the file. */
    DEBUG_TOOL("HAS_DEBUG_TOOL", "NO_DEBUG_TOOL"),
    /** An interactive editor. Target: the file. */
    EDITOR("HAS_EDITOR", "NO_EDITOR"),
    /** A file that runs as its owner. Target: the file. */
    SETUID_FILE("HAS_SETUID_FILE", "NO_SETUID_FILE"),
    /** A file that runs as its group. Target: the file. */
    SETGID_FILE("HAS_SETGID_FILE", "NO_SETGID_FILE"),
    /** A directory that everybody may write to, without the sticky bit. Target: the directory. */
    WORLD_WRITABLE_DIRECTORY("HAS_WORLD_WRITABLE_DIRECTORY", "NO_WORLD_WRITABLE_DIRECTORY"),
    /** The configured user is uid 0, or something a runtime may take for it. Conditions: user, reason. */
    ROOT_USER("RUNS_AS_ROOT", "RUNS_AS_NON_ROOT"),
    /** One layer. Evidence: its diffID; condition: index, counted from the lowest. */
    LAYER("LAYER", "NO_LAYER");

    private final String presence;
    private final String absence;

    FactKind(String presence, String absence) {
        this.presence = presence;
        this.absence = absence;
    }

    /** The attribute that says it is there. */
    public String presence() {
        return presence;
    }

    /** The attribute that says it was looked for and is not there. */
    public String absence() {
        return absence;
    }

    /** The kind of which this attribute is the presence or the absence. */
    static Optional<FactKind> ofAttribute(String attribute) {
        return Arrays.stream(values())
                .filter(kind -> attribute.equals(kind.presence) || attribute.equals(kind.absence))
                .findFirst();
    }
}
