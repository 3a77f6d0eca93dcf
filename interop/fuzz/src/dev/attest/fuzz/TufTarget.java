package dev.attest.fuzz;

import dev.attest.signing.tuf.SigstoreTuf;
import dev.attest.signing.tuf.metadata.Root;
import dev.attest.signing.tuf.metadata.Snapshot;
import dev.attest.signing.tuf.metadata.Timestamp;
import dev.attest.signing.tuf.metadata.TufException;

/** TUF metadata: roots, and what a trusted root is asked to verify. */
public final class TufTarget {
    private static final Root TRUSTED = trusted();

    private TufTarget() {}

    private static Root trusted() {
        try {
            return Root.trusted(SigstoreTuf.publicRoot());
        } catch (TufException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Root.trusted(input);
        } catch (TufException e) {
            // What malformed input has to end in.
        }
        try {
            Timestamp.verify(input, TRUSTED);
        } catch (TufException e) {
            // What malformed input has to end in.
        }
        try {
            Snapshot.verify(input, TRUSTED);
        } catch (TufException e) {
            // What malformed input has to end in.
        }
    }
}
