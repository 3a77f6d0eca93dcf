package dev.attest.provenance.ci;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.provenance.MalformedProvenanceException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The id of a git commit: SHA-1 or SHA-256 in lower-case hex. */
record GitCommit(String id) {
    static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** @param name of the claim or the variable that has the id */
    static GitCommit parse(String id, String name) throws MalformedProvenanceException {
        if (!ID.matcher(id).matches()) {
            throw new MalformedProvenanceException(name + " is not a commit: " + id);
        }
        return new GitCommit(id);
    }

    /** The commit as something that the build used; {@code uri} is an SPDX download location. */
    ResourceDescriptor resource(Optional<String> uri) {
        return new ResourceDescriptor(Optional.empty(), uri, Map.of("gitCommit", id), Optional.empty());
    }
}
