package dev.attest.provenance.lockfile;

import java.util.Optional;

/**
 * What was found of one manifest, by paths below the source folder.
 *
 * @param lock the lock file, where there is one
 * @param reason why, in a sentence for people
 */
public record LockFinding(String manifest, Optional<String> lock, LockState state, String reason) {}
