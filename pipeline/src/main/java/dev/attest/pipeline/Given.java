package dev.attest.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.oci.PlatformImage;
import java.util.Optional;

/**
 * Evidence that nothing in the image shows and that somebody brings along: what tests, their coverage or a scanner
 * reported. It is signed about the one platform that it speaks of, else about the image and all its platforms, and about
 * the commit where that is known.
 *
 * @param predicate not to be changed afterwards
 * @param commit 40 or 64 lower-case hex digits
 */
public record Given(
        PredicateType type, ObjectNode predicate, Optional<String> commit, Optional<PlatformImage> platform) {

    /** Evidence that speaks of the image as a whole. */
    public Given(PredicateType type, ObjectNode predicate, Optional<String> commit) {
        this(type, predicate, commit, Optional.empty());
    }
}
