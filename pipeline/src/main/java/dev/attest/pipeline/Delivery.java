package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.IncompleteException;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.oci.SubjectArtifacts;
import dev.attest.signing.Bundle;
import dev.attest.signing.Verified;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/** Brings bundles to the manifests they are about, those where they are listed already excepted. */
final class Delivery {
    private final Repository repository;
    private final OwnEvidence ours;
    private final Executor executor;

    Delivery(Repository repository, OwnEvidence ours, Executor executor) {
        this.repository = repository;
        this.ours = ours;
        this.executor = executor;
    }

    /** Attaches all of them, each once; what fails keeps none of the others. */
    void deliver(Collection<Verified> all) throws IOException, MalformedImageException {
        var bundles = new LinkedHashMap<Digest, Verified>();
        all.forEach(one -> bundles.putIfAbsent(OwnEvidence.digest(one), one));
        var bySubject = new LinkedHashMap<Descriptor, List<Artifact>>();
        for (Verified bundle : bundles.values()) {
            for (Descriptor subject : ours.withoutIt(bundle)) {
                bySubject.computeIfAbsent(subject, any -> new ArrayList<>()).add(artifact(bundle));
            }
        }
        var attachments = new ArrayList<SubjectArtifacts>();
        bySubject.forEach((subject, artifacts) -> attachments.add(new SubjectArtifacts(subject, artifacts)));
        if (attachments.isEmpty()) {
            return;
        }
        try {
            repository.attach(attachments, executor);
        } catch (IncompleteException e) {
            throw incomplete(e, bundles);
        }
    }

    /** The annotations of cosign's bundle specification; the time is the verified one, so that a later run pushes the same. */
    private static Artifact artifact(Verified bundle) {
        var annotations = new TreeMap<String, String>();
        bundle.verifiedTime()
                .ifPresent(time -> annotations.put(
                        "org.opencontainers.image.created",
                        time.truncatedTo(ChronoUnit.SECONDS).toString()));
        annotations.put("dev.sigstore.bundle.content", "dsse-envelope");
        annotations.put(AttachedBundle.PREDICATE_TYPE, bundle.statement().predicateType());
        return new Artifact(Bundle.MEDIA_TYPE, bundle.bundle().bytes(), annotations);
    }

    private IOException incomplete(IncompleteException problem, Map<Digest, Verified> bundles)
            throws MalformedImageException {
        Map<Digest, String> missing = new LinkedHashMap<>();
        Optional<MalformedImageException> malformed = Optional.empty();
        for (IncompleteException.Missing one : problem.missing()) {
            Verified bundle = bundles.get(one.layer());
            missing.putIfAbsent(
                    one.layer(),
                    (bundle == null ? "a bundle" : name(bundle)) + " of " + one.subject() + " ("
                            + one.problem().getMessage() + ")");
            if (one.problem() instanceof MalformedImageException wrong) {
                malformed = malformed.or(() -> Optional.of(wrong));
            }
        }
        int complete = bundles.size() - missing.size();
        String message = complete + " of " + bundles.size() + " bundles are attached in " + repository.name()
                + "; missing: " + String.join(", ", missing.values())
                + "; running the same command again completes it";
        if (malformed.isPresent()) {
            var refused = new MalformedImageException(message);
            refused.initCause(malformed.get());
            throw refused;
        }
        return new IOException(message, problem);
    }

    private static String name(Verified bundle) {
        return PredicateType.of(bundle.statement())
                .map(PredicateType::shortName)
                .orElse(bundle.statement().predicateType());
    }
}
