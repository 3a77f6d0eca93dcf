package dev.attest.oci.registry;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Reference;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repository;
import dev.attest.oci.SubjectArtifacts;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import dev.attest.oci.content.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One repository of a registry (OCI distribution-spec 1.1). Safe for use by several threads. */
public final class RegistryRepository implements Repository {
    static final String ACCEPT = String.join(
            ", ", MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_INDEX, MediaTypes.DOCKER_MANIFEST);

    private final RegistryClient client;
    private final Referrers referrers;
    private final Attacher attacher;
    private final Copies copies;
    private final RecentManifests recent = new RecentManifests();

    /** Asks nothing yet. {@code registry} and {@code repository} are as {@code References} gave them. */
    public RegistryRepository(String registry, String repository, RegistrySettings settings) {
        this.client = new RegistryClient(registry, repository, settings);
        this.copies = new Copies(registry, repository, settings);
        this.referrers = new Referrers(client);
        this.attacher = new Attacher(client, referrers);
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public Descriptor resolve(Reference reference) throws IOException, MalformedImageException {
        if (!(reference instanceof Reference.Registry image) || !image.name().equals(client.name())) {
            throw new IllegalArgumentException("not a reference into " + client.name());
        }
        String wanted =
                image.digest().map(Digest::toString).orElseGet(() -> image.tag().orElseThrow());
        Optional<Copies.Document> copy =
                image.digest().isPresent() ? copies.manifest(image.digest().get()) : Optional.empty();
        if (copy.isPresent()) {
            return described(
                    copy.get().bytes(), image.digest().orElseThrow(), copy.get().mediaType());
        }
        HttpResponse<InputStream> response = get("manifests/" + wanted, reference.toString());
        byte[] bytes = Answers.body(response, Manifest.MAX_BYTES, reference.toString());
        Digest digest = Digest.sha256(bytes);
        if (image.digest().isPresent()) {
            digest = image.digest().get();
            Content.checkDigest(bytes, digest);
        }
        return described(bytes, digest, Answers.contentType(response));
    }

    private Descriptor described(byte[] bytes, Digest digest, String contentType) throws MalformedImageException {
        // Content-Type decides only where the document itself says nothing (image-spec, manifest.md, mediaType).
        String mediaType = Manifest.parse(bytes, digest.toString()).mediaTypeOr(contentType);
        recent.put(digest, bytes);
        return new Descriptor(mediaType, digest, bytes.length);
    }

    @Override
    public byte[] manifest(Descriptor descriptor) throws IOException, MalformedImageException {
        Content.checkBound(descriptor, Manifest.MAX_BYTES);
        byte[] known = recent.get(descriptor.digest());
        if (known != null) {
            return Content.checked(known, descriptor);
        }
        Optional<byte[]> copy = copies.manifest(descriptor);
        if (copy.isPresent()) {
            recent.put(descriptor.digest(), copy.get());
            return copy.get();
        }
        String what = name() + "@" + descriptor.digest();
        byte[] bytes = Answers.body(get("manifests/" + descriptor.digest(), what), Manifest.MAX_BYTES, what);
        Content.checked(bytes, descriptor);
        recent.put(descriptor.digest(), bytes);
        return bytes;
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException {
        Optional<InputStream> copy = copies.blob(descriptor, client);
        return copy.isPresent()
                ? copy.get()
                : new VerifyingInputStream(BlobStream.open(client, descriptor), descriptor);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException, MalformedImageException {
        return referrers.complete(subject).descriptors();
    }

    @Override
    public List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts)
            throws IOException, MalformedImageException {
        return attacher.attach(subject, artifacts);
    }

    /** The repository's name, where it is one of this registry, from which blobs can be mounted. */
    Optional<String> repositoryAt(String registry) {
        return client.endpoint().registry().equals(registry) ? Optional.of(client.repository()) : Optional.empty();
    }

    @Override
    public void attach(List<SubjectArtifacts> attachments, Executor executor) throws IOException {
        attacher.attach(attachments, executor);
    }

    @Override
    public void checkWritable() throws IOException {
        attacher.checkWritable();
    }

    @Override
    public Optional<byte[]> find(Digest blob, int maxBytes) throws IOException, MalformedImageException {
        String what = name() + ", blob " + blob;
        HttpResponse<InputStream> response = client.send(RegistryRequest.of("GET", client.uri("blobs/" + blob)), false);
        if (response.statusCode() == 404) {
            Answers.discard(response);
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw client.failure(response, what);
        }
        byte[] content = Answers.body(response, maxBytes, what);
        Content.checkDigest(content, blob);
        return Optional.of(content);
    }

    @Override
    public void close() {}

    private HttpResponse<InputStream> get(String path, String what) throws IOException {
        HttpResponse<InputStream> response =
                client.send(RegistryRequest.of("GET", client.uri(path)).header("Accept", ACCEPT), false);
        if (response.statusCode() != 200) {
            throw client.failure(response, what);
        }
        return response;
    }
}
