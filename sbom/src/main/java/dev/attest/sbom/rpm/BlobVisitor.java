package dev.attest.sbom.rpm;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.Slice;

/** Takes the package headers of a database one by one, each with the number the database knows it by. */
@FunctionalInterface
interface BlobVisitor {
    void header(long number, Slice blob) throws MalformedContentException;
}
