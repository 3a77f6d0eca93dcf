/** Changes of documents, one at a time and by name, for tests that no change may pass unnoticed. */
@org.jspecify.annotations.NullMarked
package dev.attest.signing.mutants;
