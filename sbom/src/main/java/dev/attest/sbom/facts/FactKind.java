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
    LAYER("LAYER", "NO_LAYER"),
    /** A program that runs code it is given and so stands in for a shell: python, perl, node and their like. */
    INTERPRETER("HAS_INTERPRETER", "NO_INTERPRETER"),
    /** A file that runs with capabilities of its own. Condition: capabilities, by their names. */
    CAPABILITY_FILE("HAS_CAPABILITY_FILE", "NO_CAPABILITY_FILE"),
    /** A regular file that everybody may write to. */
    WORLD_WRITABLE_FILE("HAS_WORLD_WRITABLE_FILE", "NO_WORLD_WRITABLE_FILE"),
    /** A directory that everybody may write to, with the sticky bit, as tmp is. */
    STICKY_DIRECTORY("HAS_STICKY_DIRECTORY", "NO_STICKY_DIRECTORY"),
    /** A file or directory that a group other than root's may write to, and not everybody. Condition: gid. */
    GROUP_WRITABLE_PATH("HAS_GROUP_WRITABLE_PATH", "NO_GROUP_WRITABLE_PATH"),
    /** Files of a uid or gid that etc/passwd or etc/group does not know; the first of them. Conditions: uid, gid, files. */
    UNKNOWN_OWNER("HAS_UNKNOWN_OWNER", "NO_UNKNOWN_OWNER"),
    /** A character or block device. Condition: type. */
    DEVICE("HAS_DEVICE", "NO_DEVICE"),
    /** A named pipe. */
    FIFO("HAS_FIFO", "NO_FIFO"),
    /** A program or a file of code that the configured user may change or replace. Condition: by. */
    USER_WRITABLE_PROGRAM("HAS_USER_WRITABLE_PROGRAM", "NO_USER_WRITABLE_PROGRAM"),
    /** A directory of PATH that the configured user may put programs into. Condition: by. */
    USER_WRITABLE_SEARCH_PATH("HAS_USER_WRITABLE_SEARCH_PATH", "NO_USER_WRITABLE_SEARCH_PATH"),
    /** A secret, by its content, in a file of any layer. Conditions: secret, count, state (deleted or replaced). */
    SECRET("HAS_SECRET", "NO_SECRET"),
    /** The same in what a package brought or has among its tests: published, so no secret. Conditions: secret, count, package. */
    PACKAGED_SECRET("HAS_PACKAGED_SECRET", "NO_PACKAGED_SECRET"),
    /** A secret in the configuration or its history. Conditions: where, name, secret. */
    SECRET_IN_CONFIG("HAS_SECRET_IN_CONFIG", "NO_SECRET_IN_CONFIG"),
    /** A file that by its place holds credentials; its content is not judged. Condition: holds. */
    CREDENTIAL_FILE("HAS_CREDENTIAL_FILE", "NO_CREDENTIAL_FILE"),
    /** A switch in the configuration that turns debugging or development on. Conditions: where, switch. */
    DEBUG_SWITCH("HAS_DEBUG_SWITCH", "NO_DEBUG_SWITCH"),
    /** What the image starts is a shell. Conditions: shell, form. */
    SHELL_START("STARTS_SHELL", "STARTS_NO_SHELL"),
    /** The configuration says what to start. */
    START_COMMAND("HAS_START_COMMAND", "NO_START_COMMAND"),
    /** A port below 1024 is exposed. Condition: port, service where it is ssh or telnet. */
    PRIVILEGED_PORT("EXPOSES_PRIVILEGED_PORT", "EXPOSES_NO_PRIVILEGED_PORT"),
    /** A health check is configured. */
    HEALTHCHECK("HAS_HEALTHCHECK", "NO_HEALTHCHECK"),
    /** A volume is declared. Target: its path. */
    VOLUME("DECLARES_VOLUME", "DECLARES_NO_VOLUME"),
    /** A working copy of version control, or sources beside the file that builds them. Condition: by. */
    SOURCE_TREE("HAS_SOURCE_TREE", "NO_SOURCE_TREE"),
    /** A source map beside the script it is for. */
    SOURCE_MAP("HAS_SOURCE_MAP", "NO_SOURCE_MAP"),
    /** A lock file of an application. Condition: of. */
    LOCK_FILE("HAS_LOCK_FILE", "NO_LOCK_FILE"),
    /** A package that is marked as needed for development only, or is a tool for it. Conditions: package, by. */
    DEVELOPMENT_DEPENDENCY("HAS_DEVELOPMENT_DEPENDENCY", "NO_DEVELOPMENT_DEPENDENCY"),
    /** What a package manager left in its cache. Conditions: of, files, bytes. */
    PACKAGE_CACHE("HAS_PACKAGE_CACHE", "NO_PACKAGE_CACHE"),
    /** The base image that a label names, which proves nothing. Conditions: name, digest. */
    BASE_IMAGE_CLAIM("CLAIMS_BASE_IMAGE", "CLAIMS_NO_BASE_IMAGE"),
    /** A given image whose layers are the lowest ones here. Conditions: name, digest, layers. Only said when asked. */
    BASE_IMAGE("HAS_BASE_IMAGE", "HAS_NONE_OF_THE_BASE_IMAGES"),
    /** A layer that another given image has too. Conditions: name, digest, index. Only said when asked. */
    SHARED_LAYER("SHARES_LAYER", "SHARES_NO_LAYER");

    private final String presence;
    private final String absence;

    FactKind(String presence, String absence) {
        this.presence = presence;
        this.absence = absence;
    }

    /**
     * Whether it is looked for in every image, so that not to find it is a fact. What is not cannot be derived again from
     * the image alone.
     */
    public boolean isAlwaysLookedFor() {
        return this != BASE_IMAGE && this != SHARED_LAYER;
    }

    /** How many are listed; of what comes in thousands some examples say enough. */
    int listed() {
        return switch (this) {
            case GROUP_WRITABLE_PATH, WORLD_WRITABLE_FILE, USER_WRITABLE_PROGRAM, SOURCE_MAP, DEVELOPMENT_DEPENDENCY ->
                100;
            default -> 1_000;
        };
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
    public static Optional<FactKind> ofAttribute(String attribute) {
        return Arrays.stream(values())
                .filter(kind -> attribute.equals(kind.presence) || attribute.equals(kind.absence))
                .findFirst();
    }
}
