package dev.attest.intoto.predicate;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.util.List;
import java.util.Optional;

/**
 * The statement cosign 3 signs as an image's signature ({@code https://sigstore.dev/cosign/sign/v1}): digests and nothing
 * said of them. Its predicate is empty and its subjects carry no names, because a copied image keeps its signature.
 */
public final class SignaturePredicate {
    private SignaturePredicate() {}

    /** The signature statement over these resources; only their digests are kept. */
    public static Statement signature(List<ResourceDescriptor> subjects) {
        List<ResourceDescriptor> digests = subjects.stream()
                .map(subject ->
                        new ResourceDescriptor(Optional.empty(), Optional.empty(), subject.digest(), Optional.empty()))
                .toList();
        return Statement.of(digests, PredicateType.SIGNATURE.uri(), StrictJson.object());
    }
}
