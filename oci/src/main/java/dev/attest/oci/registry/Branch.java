package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.IncompleteException;
import dev.attest.oci.SubjectArtifacts;
import dev.attest.oci.content.ArtifactManifest;
import dev.attest.oci.content.ReferrersIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is being attached to one subject, and how far it got. */
final class Branch {
    private final Digest subject;
    private final List<Piece> pieces = new ArrayList<>();
    private Optional<Referrers.Listing> listing = Optional.empty();

    Branch(SubjectArtifacts attachment) {
        this.subject = attachment.subject().digest();
        ArtifactManifest.all(attachment.subject(), attachment.artifacts())
                .forEach(manifest -> pieces.add(new Piece(manifest)));
    }

    /** One manifest with its layer. */
    static final class Piece {
        private final ArtifactManifest manifest;
        private @Nullable Exception problem;
        private boolean present;
        private boolean listedByRegistry;

        private Piece(ArtifactManifest manifest) {
            this.manifest = manifest;
        }

        ArtifactManifest manifest() {
            return manifest;
        }

        Descriptor descriptor() {
            return manifest.descriptor();
        }

        /** The outcome says whether the registry lists it by itself. */
        void pushed(Tasks.Outcome<Boolean> outcome) {
            failed(outcome.problem());
            listedByRegistry = Boolean.TRUE.equals(outcome.value());
        }

        private void failed(@Nullable Exception other) {
            problem = problem == null ? other : problem;
        }
    }

    Digest subject() {
        return subject;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** Takes in what was listed before; true. */
    boolean found(Referrers.Listing before) {
        listing = Optional.of(before);
        Set<Digest> byApi = before.api().entries().keySet();
        pieces.forEach(
                piece -> piece.present = byApi.contains(piece.descriptor().digest()));
        return true;
    }

    /** A problem, if it is one, of all that is not known to be there. */
    void failed(@Nullable Exception problem) {
        pieces.stream().filter(piece -> !piece.present).forEach(piece -> piece.failed(problem));
    }

    void withoutBlobs(Map<Digest, Exception> problems) {
        Exception config = problems.get(ArtifactManifest.emptyConfig().digest());
        for (Piece piece : toPush()) {
            piece.failed(problems.getOrDefault(piece.manifest.layer().digest(), config));
        }
    }

    /** What is listed is pushed too: a list may outlive what it names, and what is there costs one question. */
    List<Piece> toPush() {
        return pieces.stream().filter(piece -> piece.problem == null).toList();
    }

    /** Everything that is in the registry now. */
    List<Descriptor> arrived() {
        return pieces.stream()
                .filter(piece -> piece.problem == null)
                .map(Piece::descriptor)
                .toList();
    }

    /** What this run pushed. */
    List<Digest> fresh() {
        return toPush().stream().map(piece -> piece.descriptor().digest()).toList();
    }

    boolean isListedByRegistry() {
        return listing.filter(before -> before.api().exists()).isPresent()
                && toPush().stream().allMatch(piece -> piece.listedByRegistry);
    }

    /** The fallback index as it was before anything was pushed. */
    ReferrersIndex seen() {
        return listing.map(before -> before.fallback().index()).orElseGet(ReferrersIndex::empty);
    }

    List<IncompleteException.Missing> missing() {
        var missing = new ArrayList<IncompleteException.Missing>();
        for (Piece piece : pieces) {
            if (piece.problem != null) {
                missing.add(new IncompleteException.Missing(
                        subject, piece.manifest.layer().digest(), piece.problem));
            }
        }
        return missing;
    }
}
