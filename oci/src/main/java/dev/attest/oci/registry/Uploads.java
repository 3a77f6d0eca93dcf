package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination.Taken;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Pushes blobs and manifests (distribution-spec, "Push"). What is there is not pushed again. */
final class Uploads {
    /** What passes, and what a session answers that holds a part of a push which broke off. */
    private static final Set<Integer> WORTH_ANOTHER = Set.of(400, 404, 408, 416, 429, 500, 502, 503, 504);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RegistryClient client;

    Uploads(RegistryClient client) {
        this.client = client;
    }

    /** Pushes a blob in one piece unless the repository has it. */
    Taken blob(Descriptor descriptor, byte[] content) throws IOException {
        if (has(descriptor)) {
            return Taken.PRESENT;
        }
        push(descriptor, content);
        return Taken.WRITTEN;
    }

    /** Pushes a blob in one piece, whether it is there or not. */
    void push(Descriptor descriptor, byte[] content) throws IOException {
        HttpResponse<InputStream> done = client.send(
                RegistryRequest.of("PUT", closing(session(), descriptor), content)
                        .header("Content-Type", "application/octet-stream"),
                true);
        if (done.statusCode() != 201) {
            throw client.failure(done, pushOf(descriptor));
        }
        Answers.discard(done);
    }

    /**
     * Brings a blob here from another place unless the repository has it: mounted from a repository of the same registry,
     * else as a stream, which after a failure begins anew in a session of its own.
     */
    Taken blob(Repository source, Descriptor descriptor) throws IOException, MalformedImageException {
        if (has(descriptor)) {
            return Taken.PRESENT;
        }
        Optional<URI> session = Optional.empty();
        if (source instanceof RegistryRepository registry) {
            Optional<String> from = registry.repositoryAt(client.endpoint().registry());
            if (from.isPresent()) {
                HttpResponse<InputStream> mounted = mount(descriptor, from.get());
                Answers.discard(mounted);
                if (mounted.statusCode() == 201) {
                    return Taken.MOUNTED;
                }
                session = mounted.statusCode() == 202 ? Optional.of(location(mounted)) : session;
            }
        }
        for (int tried = 1; ; tried++) {
            boolean last = tried == Transport.TRIES;
            if (stream(source, descriptor, session.isPresent() ? session.get() : session(), last)) {
                return Taken.WRITTEN;
            }
            session = Optional.empty();
            client.transport().sleep(client.transport().jitter(PAUSE.multipliedBy(tried)));
        }
    }

    /** Pushes a manifest by its digest; true when the registry says that it lists it as a referrer by itself. */
    boolean manifest(Descriptor descriptor, byte[] content) throws IOException {
        return manifest(descriptor.digest().toString(), descriptor, content);
    }

    /** Pushes a manifest under a tag. */
    void tag(String tag, Descriptor descriptor, byte[] content) throws IOException {
        manifest(tag, descriptor, content);
    }

    private boolean manifest(String reference, Descriptor descriptor, byte[] content) throws IOException {
        RegistryRequest put = RegistryRequest.of("PUT", client.uri("manifests/" + reference), content)
                .header("Content-Type", descriptor.mediaType());
        HttpResponse<InputStream> done = client.send(put, true);
        if (done.statusCode() != 201 && done.statusCode() != 200) {
            String separator = reference.indexOf(':') < 0 ? ":" : "@";
            throw client.failure(done, "push of " + client.name() + separator + reference);
        }
        Answers.discard(done);
        return done.headers().firstValue("OCI-Subject").isPresent();
    }

    private boolean has(Descriptor descriptor) throws IOException {
        HttpResponse<InputStream> head =
                client.send(RegistryRequest.of("HEAD", client.uri("blobs/" + descriptor.digest())), true);
        if (head.statusCode() != 200 && head.statusCode() != 404) {
            throw client.failure(head, client.name() + ", blob " + descriptor.digest());
        }
        Answers.discard(head);
        return head.statusCode() == 200;
    }

    private HttpResponse<InputStream> mount(Descriptor descriptor, String from) throws IOException {
        URI uri =
                client.uri("blobs/uploads/?mount=" + encode(descriptor.digest().toString()) + "&from=" + encode(from));
        return client.sendMounting(RegistryRequest.of("POST", uri), from);
    }

    private URI session() throws IOException {
        HttpResponse<InputStream> started = client.send(RegistryRequest.of("POST", client.uri("blobs/uploads/")), true);
        if (started.statusCode() != 202) {
            throw client.failure(started, "push to " + client.name());
        }
        Answers.discard(started);
        return location(started);
    }

    private URI location(HttpResponse<?> started) throws IOException {
        return client.endpoint().follow(client.uri("blobs/uploads/"), Answers.header(started, "Location"));
    }

    /** True when the registry has the blob, false when another try, in another session, is worth it. */
    private boolean stream(Repository source, Descriptor descriptor, URI session, boolean last)
            throws IOException, MalformedImageException {
        RequestBody body = RequestBody.of(descriptor.size(), () -> open(source, descriptor));
        HttpResponse<InputStream> done;
        try {
            done = client.send(
                    RegistryRequest.of("PUT", closing(session, descriptor), body)
                            .header("Content-Type", "application/octet-stream"),
                    true);
        } catch (MismatchException e) {
            throw new MalformedImageException(source.name() + ": " + e.getMessage());
        } catch (IOException e) {
            if (last || e instanceof NotFoundException || Thread.currentThread().isInterrupted()) {
                throw new IOException(pushOf(descriptor) + ": " + e.getMessage(), e);
            }
            return false;
        }
        if (done.statusCode() == 201) {
            Answers.discard(done);
            return true;
        }
        if (last || !WORTH_ANOTHER.contains(done.statusCode())) {
            throw client.failure(done, pushOf(descriptor));
        }
        Answers.discard(done);
        return false;
    }

    /** Content that is not what it should be ends a request like any failure to read it. */
    private static InputStream open(Repository source, Descriptor descriptor) throws IOException {
        try {
            return source.blob(descriptor);
        } catch (MalformedImageException e) {
            throw new MismatchException(String.valueOf(e.getMessage()));
        }
    }

    private String pushOf(Descriptor descriptor) {
        return "push of " + client.name() + ", blob " + descriptor.digest();
    }

    /** The address that ends an upload. */
    private static URI closing(URI session, Descriptor descriptor) {
        String separator = session.getRawQuery() == null ? "?" : "&";
        return URI.create(
                session + separator + "digest=" + encode(descriptor.digest().toString()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
