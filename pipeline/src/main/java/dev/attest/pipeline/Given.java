package dev.attest.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;

/**
 * Evidence that nothing in the image shows and that somebody brings along: what tests, their coverage or a scanner
 * reported. It is signed about the image and all its platforms, and about the commit that the provenance names.
 *
 * @param predicate not to be changed afterwards
 */
public record Given(PredicateType type, ObjectNode predicate) {}
