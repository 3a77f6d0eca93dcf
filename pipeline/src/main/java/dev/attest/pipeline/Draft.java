package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.Statement;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import java.util.List;

/** A statement to be signed, and the manifests it is to be attached to: all that it is about. */
record Draft(PredicateType type, Statement statement, List<Descriptor> subjects) {
    Draft {
        subjects = List.copyOf(subjects);
    }

    byte[] payload() {
        return statement.write();
    }

    /** Equal statements have equal bytes, so this tells whether a statement is already signed. */
    Digest payloadDigest() {
        return Digest.sha256(payload());
    }
}
