package dev.attest.signing;

import dev.attest.signing.service.SigningException;
import java.time.Instant;

/** Where a session has its seal from; what it hands out can be used at that time. */
interface Seals {
    Seal at(Instant now) throws SigningException;
}
