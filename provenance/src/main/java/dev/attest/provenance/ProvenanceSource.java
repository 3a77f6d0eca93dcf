package dev.attest.provenance;

import java.io.IOException;
import java.util.List;

/** Something that knows how the artifact was built: a CI system, or a person's own machine. */
public interface ProvenanceSource {
    /** The source's short name, such as {@code github-actions}. */
    String name();

    /** What a person should know of the facts and what refuses nothing, a line each. */
    default List<String> remarks() throws IOException, MalformedProvenanceException {
        return List.of();
    }

    /** The provenance; facts that contradict each other or are missing are refused rather than guessed. */
    Provenance provenance() throws IOException, MalformedProvenanceException;
}
