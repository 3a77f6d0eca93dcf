package dev.attest.sbom.sqlite;

import dev.attest.sbom.MalformedContentException;

/** Takes the rows of a table one by one. */
@FunctionalInterface
public interface RowVisitor {
    void row(Row row) throws MalformedContentException;
}
