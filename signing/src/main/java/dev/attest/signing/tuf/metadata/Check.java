package dev.attest.signing.tuf.metadata;

/** What a repository, a cache or a file of trust failed; each names the clause of the TUF specification behind it. */
public enum Check {
    /** A file is not what §4 says of its format. */
    MALFORMED,
    /** A file is signed as the metadata of another type of role (§4.3). */
    TYPE,
    /** Fewer of a role's keys signed than its threshold asks for (§5.3.4, §5.4.2, §5.5.3, §5.6.3). */
    SIGNATURES,
    /** A version is not the one that was announced (§5.3.5, §5.5.4, §5.6.4). */
    VERSION,
    /** A version is older than one that was trusted before, or something listed before is gone (§5.4.3, §5.5.5). */
    ROLLBACK,
    /** A file has expired: the repository, or whoever stands in between, may be frozen (§5.3.10, §5.4.4, §5.5.6, §5.6.5). */
    EXPIRED,
    /** A file is longer than may be read, or not as long as was announced (§5.3.3, §5.4.1, §5.5.1, §5.6.1, §5.7.3). */
    LENGTH,
    /** A file's content is not what was announced (§5.5.2, §5.6.2, §5.7.3). */
    HASH,
    /** A role that is asked for is not part of the snapshot (§5.6.7). */
    UNLISTED,
    /** More delegated roles were visited than is reasonable (§5.6.7.1). */
    DELEGATIONS,
    /** No role that may speak of a target does (§5.7.2). */
    NO_TARGET,
    /** What is in the cache was checked too long ago, or in the future. */
    AGE,
    /** The folder holds what comes from another repository or began with another root. */
    ORIGIN
}
