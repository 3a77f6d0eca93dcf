package dev.attest.sbom.facts;

/**
 * One line of etc/passwd: a name and what runtimes make of its uid, which is 0 where it is no number (fail closed);
 * {@code gid} likewise.
 */
public record Account(String name, long uid, long gid) {}
