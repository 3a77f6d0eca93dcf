package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import dev.attest.oci.content.VerifyingInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What the mirrors of a repository have of it. A mirror is believed nothing but bytes with the right digest: what is
 * missing or wrong there is to be asked for at the registry, and a mirror that fails or lies is left alone from then on.
 */
final class Copies {
    /** Blobs up to this size are checked before any of them is handed out. */
    private static final int MAX_HELD = 8 << 20;

    private final List<RegistryClient> mirrors;
    private final Consumer<String> remarks;

    Copies(String registry, String repository, RegistrySettings settings) {
        this.mirrors = new CopyOnWriteArrayList<>(settings.mirrors().of(registry, repository).stream()
                .map(mirror -> RegistryClient.mirror(mirror, settings))
                .toList());
        this.remarks = settings.remarks();
    }

    /** A manifest and the media type it was sent as. */
    static final class Document {
        private final byte[] bytes;
        private final String mediaType;

        private Document(byte[] bytes, String mediaType) {
            this.bytes = bytes;
            this.mediaType = mediaType;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        String mediaType() {
            return mediaType;
        }
    }

    Optional<byte[]> manifest(Descriptor descriptor) {
        return manifest(descriptor.digest()).map(Document::bytes).filter(bytes -> bytes.length == descriptor.size());
    }

    Optional<Document> manifest(Digest digest) {
        return first(mirror -> {
            HttpResponse<InputStream> response = mirror.send(
                    RegistryRequest.of("GET", mirror.uri("manifests/" + digest))
                            .header("Accept", RegistryRepository.ACCEPT),
                    false);
            String what = mirror.name() + "@" + digest;
            if (response.statusCode() != 200) {
                throw mirror.failure(response, what);
            }
            byte[] bytes = Answers.body(response, Manifest.MAX_BYTES, what);
            Content.checkDigest(bytes, digest);
            return new Document(bytes, Answers.contentType(response));
        });
    }

    /** The blob, checked as every blob is; what breaks off goes on at {@code origin}. */
    Optional<InputStream> blob(Descriptor descriptor, RegistryClient origin) {
        return first(mirror -> {
            HttpResponse<InputStream> response = BlobStream.ask(mirror, descriptor);
            if (descriptor.size() > MAX_HELD) {
                InputStream bytes = new BlobStream(origin, descriptor, response);
                return new Mirrored(new VerifyingInputStream(bytes, descriptor), mirror, descriptor);
            }
            try (InputStream bytes = new VerifyingInputStream(response.body(), descriptor)) {
                return new ByteArrayInputStream(bytes.readAllBytes());
            }
        });
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(RegistryClient mirror) throws IOException, MalformedImageException;
    }

    private <T> Optional<T> first(Question<T> question) {
        for (RegistryClient mirror : mirrors) {
            try {
                return Optional.of(question.ask(mirror));
            } catch (IOException | MalformedImageException e) {
                // Mirrors fill as they are used: where this is missing, another content may be.
                if (!(e instanceof NotFoundException)) {
                    leave(mirror, String.valueOf(e.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    private void leave(RegistryClient mirror, String why) {
        if (mirrors.remove(mirror)) {
            remarks.accept("mirror " + mirror.name() + " is not asked any more: " + why);
        }
    }

    /** A large blob, parts of which may be handed out already when the mirror turns out to have sent another one. */
    private final class Mirrored extends FilterInputStream {
        private final RegistryClient mirror;
        private final Descriptor descriptor;

        private Mirrored(InputStream in, RegistryClient mirror, Descriptor descriptor) {
            super(in);
            this.mirror = mirror;
            this.descriptor = descriptor;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (MismatchException e) {
                leave(mirror, String.valueOf(e.getMessage()));
                throw new IOException(
                        "blob " + descriptor.digest() + ": mirror " + mirror.name()
                                + " has sent something else; run again without --registry-mirror",
                        e);
            }
        }
    }
}
