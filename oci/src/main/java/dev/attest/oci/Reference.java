package dev.attest.oci;

import java.nio.file.Path;
import java.util.Optional;

/** Where an image is: what a user writes as IMAGE. Its text form is what was written. */
public sealed interface Reference {
    /** The digest in the reference, when it has one. */
    Optional<Digest> digest();

    /** {@code registry/repo:tag}, {@code registry/repo@sha256:…} or both; a reference with neither is not valid. */
    record Registry(String registry, String repository, Optional<String> tag, Optional<Digest> digest)
            implements Reference {
        /** Registry and repository. */
        public String name() {
            return registry + "/" + repository;
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
        public String toString() {
            return "oci:" + directory
                    + tag.map(value -> ":" + value).orElse("")
                    + digest.map(value -> "@" + value).orElse("");
        }
    }

    /** {@code oci-archive:FILE} or {@code docker-archive:FILE}, a tar that is read in place. */
    record Archive(Kind kind, Path file) implements Reference {
        /** What the tar holds. */
        public enum Kind {
            OCI,
            DOCKER
        }

        @Override
        public Optional<Digest> digest() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return (kind == Kind.OCI ? "oci-archive:" : "docker-archive:") + file;
        }
    }
}
