package dev.attest.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the verifier itself made of a platform's layers, in the form in which it would have been signed: the CycloneDX
 * document and the SCAI predicate. It outranks whatever is attested of the same image.
 */
public record Derived(ObjectNode sbom, ObjectNode facts) {}
