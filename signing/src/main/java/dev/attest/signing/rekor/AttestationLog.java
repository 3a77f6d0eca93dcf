package dev.attest.signing.rekor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.signing.log.Signed;
import dev.attest.signing.service.SigningException;

/** A log that takes signatures of statements and artifacts, whatever its interface. */
public interface AttestationLog {
    /** Refuses, before anything is sent, what the log would not take. */
    void requireFits(Signed signed) throws SigningException;

    /** Enters the signature and returns the entry as a bundle's {@code tlogEntries} element. */
    ObjectNode add(Signed signed) throws SigningException;
}
