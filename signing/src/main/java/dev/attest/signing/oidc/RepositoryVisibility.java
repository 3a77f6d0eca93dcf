package dev.attest.signing.oidc;

/** Who can see a repository, as a CI system's token claims it. */
public enum RepositoryVisibility {
    PUBLIC,
    /** Every member of an enterprise, or everybody with an account. */
    INTERNAL,
    PRIVATE,
    /** The claim is there and says something else; nobody may take that for public. */
    UNKNOWN
}
