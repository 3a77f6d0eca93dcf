package dev.attest.oci.registry;

import java.util.List;
import java.util.Optional;

/**
 * What a request needs access to (distribution token specification, "Scope"): its repository, and the one that a blob
 * is mounted from.
 */
record Scope(String repository, boolean push, Optional<String> mountedFrom) {
    static Scope of(String repository, boolean push) {
        return new Scope(repository, push, Optional.empty());
    }

    /** To push to {@code repository} what lies in {@code from} already. */
    static Scope mounting(String repository, String from) {
        return new Scope(repository, true, repository.equals(from) ? Optional.empty() : Optional.of(from));
    }

    /** The scopes as they are asked for, the repository's own first. */
    List<String> names() {
        String own = "repository:" + repository + (push ? ":pull,push" : ":pull");
        return mountedFrom
                .map(from -> List.of(own, "repository:" + from + ":pull"))
                .orElse(List.of(own));
    }

    /** Whether a token for this is good for {@code other} too. */
    boolean covers(Scope other) {
        return repository.equals(other.repository)
                && (push || !other.push)
                && (other.mountedFrom.isEmpty() || other.mountedFrom.equals(mountedFrom));
    }
}
