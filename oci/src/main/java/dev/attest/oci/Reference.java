package dev.attest.oci;

import java.nio.file.Path;
import java.util.Optional;

/** Where an image is: what a user writes as IMAGE. Its text form is what was written. */
public sealed interface Reference {
    /** The digest in the reference, when it has one. */
    Optional<Digest> digest();

    /** The tag in the reference, when it has one. */
    Optional<String> tag();

    /** What another tag stands for at the same place; empty where there are no tags. */
    Optional<Reference> withTag(String tag);

    /**
     * {@code registry/repo:tag}, {@code registry/repo@sha256:…} or both; one with neither names only a place to move
     * to.
     */
    record Registry(String registry, String repository, Optional<String> tag, Optional<Digest> digest)
            implements Reference {
        /** Registry and repository. */
        public String name() {
            return registry + "/" + repository;
        }

        @Override
        public Optional<Reference> withTag(String other) {
            return Optional.of(new Registry(registry, repository, Optional.of(other), Optional.empty()));
        }

        @Override
        public String toString() {
            return name()
                    + tag.map(value -> ":" + value).orElse("")
                    + digest.map(value -> "@" + value).orElse("");
        }
    }

    /** {@code oci:DIR[:tag|@digest]}. */
    record Layout(Path directory, Optional<String> tag, Optional<Digest> digest) implements Reference {
        @Override
        public Optional<Reference> withTag(String other) {
            return Optional.of(new Layout(directory, Optional.of(other), Optional.empty()));
        }

        @Override
        public String toString() {
            return "oci:" + directory
                    + tag.map(value -> ":" + value).orElse("")
                    + digest.map(value -> "@" + value).orElse("");
        }
    }

    /** {@code oci-archive:FILE[:tag|@digest]} or {@code docker-archive:FILE}, a tar that is read in place. */
    record Archive(Kind kind, Path file, Optional<String> tag, Optional<Digest> digest) implements Reference {
        /** What the tar holds. */
        public enum Kind {
            OCI,
            DOCKER
        }

        /** The only image of an archive. */
        public Archive(Kind kind, Path file) {
            this(kind, file, Optional.empty(), Optional.empty());
        }

        @Override
        public Optional<Reference> withTag(String other) {
            return kind == Kind.OCI
                    ? Optional.of(new Archive(kind, file, Optional.of(other), Optional.empty()))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return (kind == Kind.OCI ? "oci-archive:" : "docker-archive:")
                    + file
                    + tag.map(value -> ":" + value).orElse("")
                    + digest.map(value -> "@" + value).orElse("");
        }
    }
}
