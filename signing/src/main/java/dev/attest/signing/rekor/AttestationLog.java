package dev.attest.signing.rekor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.signing.service.SigningException;
import java.security.cert.X509Certificate;

/** A log that takes attestations, whatever its interface. */
public interface AttestationLog {
    /** Refuses, before anything is sent, what the log would not take. */
    void requireFits(Envelope envelope) throws SigningException;

    /** Enters the signature and returns the entry as a bundle's {@code tlogEntries} element. */
    ObjectNode add(Envelope envelope, X509Certificate certificate) throws SigningException;
}
