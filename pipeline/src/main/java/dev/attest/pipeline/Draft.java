package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.Statement;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import java.util.List;

/** A statement to be signed, as bytes, and the manifests it is to be attached to: all that it is about. */
final class Draft {
    private final PredicateType type;
    private final List<Descriptor> subjects;
    private final byte[] payload;
    private final Digest payloadDigest;

    Draft(PredicateType type, Statement statement, List<Descriptor> subjects) {
        this.type = type;
        this.subjects = List.copyOf(subjects);
        this.payload = statement.write();
        this.payloadDigest = Digest.sha256(payload);
    }

    PredicateType type() {
        return type;
    }

    List<Descriptor> subjects() {
        return subjects;
    }

    byte[] payload() {
        return payload.clone();
    }

    /** Equal statements have equal bytes, so this tells whether a statement is already signed. */
    Digest payloadDigest() {
        return payloadDigest;
    }
}
