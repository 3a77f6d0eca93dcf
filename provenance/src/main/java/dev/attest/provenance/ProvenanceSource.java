package dev.attest.provenance;

import java.io.IOException;

/** Something that knows how the artifact was built: a CI system, or a person's own machine. */
public interface ProvenanceSource {
    /** The source's short name, such as {@code github-actions}. */
    String name();

    /** The provenance; facts that contradict each other or are missing are refused rather than guessed. */
    Provenance provenance() throws IOException, MalformedProvenanceException;
}
