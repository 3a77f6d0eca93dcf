package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves images into one repository of a registry. Referrers that the registry does not list by itself are entered under
 * their subject's fallback tag, once per subject.
 */
public final class RegistryDestination implements Destination {
    private final RegistryClient client;
    private final Uploads uploads;
    private final Referrers referrers;
    private final FallbackTag fallbackTag;
    private final Set<Digest> acknowledged = ConcurrentHashMap.newKeySet();

    /** Asks nothing yet. {@code registry} and {@code repository} are as {@code References} gave them. */
    public RegistryDestination(String registry, String repository, RegistrySettings settings) {
        this.client = new RegistryClient(registry, repository, settings);
        this.uploads = new Uploads(client);
        this.referrers = new Referrers(client);
        this.fallbackTag = new FallbackTag(client, referrers);
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public void expect(Collection<Descriptor> content) {}

    @Override
    public Taken blob(Repository source, Descriptor descriptor) throws IOException, MalformedImageException {
        return uploads.blob(source, descriptor);
    }

    @Override
    public Taken blob(Descriptor descriptor, byte[] content) throws IOException, MalformedImageException {
        return uploads.blob(descriptor, Content.checked(content, descriptor));
    }

    @Override
    public Taken manifest(Descriptor descriptor, byte[] content) throws IOException, MalformedImageException {
        String reference = descriptor.digest().toString();
        HttpResponse<InputStream> head = client.send(manifest("HEAD", reference), true);
        if (head.statusCode() != 200 && head.statusCode() != 404) {
            throw client.failure(head, name() + "@" + reference);
        }
        Answers.discard(head);
        if (head.statusCode() == 200) {
            return Taken.PRESENT;
        }
        if (uploads.manifest(descriptor, Content.checked(content, descriptor))) {
            acknowledged.add(descriptor.digest());
        }
        return Taken.WRITTEN;
    }

    @Override
    public void list(Digest subject, List<Descriptor> given) throws IOException, MalformedImageException {
        Referrers.Listing listing = referrers.list(subject);
        // A registry with the API may list late what it has just taken as a referrer.
        boolean listed = given.stream()
                .map(Descriptor::digest)
                .allMatch(digest -> listing.api().entries().containsKey(digest)
                        || (listing.api().exists() && acknowledged.contains(digest)));
        if (!listed) {
            fallbackTag.add(subject, given, listing.fallback().index());
        }
    }

    @Override
    public Optional<byte[]> tagged(String tag) throws IOException {
        String what = name() + ":" + tag;
        HttpResponse<InputStream> response = client.send(manifest("GET", tag), true);
        if (response.statusCode() == 404) {
            Answers.discard(response);
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw client.failure(response, what);
        }
        return Optional.of(Answers.body(response, Manifest.MAX_BYTES, what));
    }

    /** A registry may forbid to write a tag again, even to the same: one that is right is left alone. */
    @Override
    public void point(Optional<String> tag, Descriptor descriptor, byte[] content) throws IOException {
        if (tag.isPresent()) {
            Optional<byte[]> current = tagged(tag.get());
            if (current.isEmpty() || !Arrays.equals(current.get(), content)) {
                uploads.tag(tag.get(), descriptor, content);
            }
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}

    private RegistryRequest manifest(String method, String reference) {
        return RegistryRequest.of(method, client.uri("manifests/" + reference))
                .header("Accept", RegistryRepository.ACCEPT);
    }
}
