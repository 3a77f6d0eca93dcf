package dev.attest.cli;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.pipeline.Places;
import java.io.IOException;
import java.util.Optional;

/** Opens images together with what is attached to them, which may lie in a repository of its own. */
final class EvidencePlaces {
    private final Wiring wiring;
    private final EvidenceOptions options;
    private final Optional<Reference.Registry> apart;

    private EvidencePlaces(Wiring wiring, EvidenceOptions options, Optional<Reference.Registry> apart) {
        this.wiring = wiring;
        this.options = options;
        this.apart = apart;
    }

    /** The places that options and environment name; a repository that is none is an error of usage. */
    static EvidencePlaces of(Wiring wiring, EvidenceOptions options) {
        Optional<String> environment = Optional.ofNullable(wiring.environment().get("ATTEST_ATTESTATIONS_REPOSITORY"))
                .filter(name -> !name.isBlank());
        Optional<String> named = options.attestationsRepository().or(() -> environment);
        return new EvidencePlaces(wiring, options, named.map(EvidencePlaces::repository));
    }

    /** Refuses the option where it means nothing; the environment may be set for other images. */
    void check(Reference reference) {
        if (options.attestationsRepository().isPresent() && !(reference instanceof Reference.Registry)) {
            throw new UsageException("--attestations-repository: only for images in registries; " + reference
                    + " holds itself what is attached to it");
        }
    }

    Places open(Reference reference) throws IOException, MalformedImageException {
        check(reference);
        Optional<Reference.Registry> other = apart.filter(named ->
                reference instanceof Reference.Registry image && !named.name().equals(image.name()));
        return other.isEmpty()
                ? Places.same(wiring.open(reference, options))
                : Places.open(() -> wiring.open(reference, options), () -> wiring.open(other.get(), options));
    }

    /** A name without tag and digest; the tag that completes it here is never asked for. */
    private static Reference.Registry repository(String name) {
        try {
            if (References.parse(name + ":none", Optional.empty()) instanceof Reference.Registry registry
                    && registry.digest().isEmpty()) {
                return registry;
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("the repository for attestations, " + name + ": " + e.getMessage());
        }
        throw new UsageException(
                "the repository for attestations, " + name + ": expected the name of one, as in registry/repo");
    }
}
