package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Pushes blobs and manifests (distribution-spec, "Push"). What is there is not pushed again. */
final class Uploads {
    private final RegistryClient client;

    Uploads(RegistryClient client) {
        this.client = client;
    }

    /** Pushes a blob in one piece unless the repository has it. */
    void blob(Descriptor descriptor, byte[] content) throws IOException {
        String what = client.name() + ", blob " + descriptor.digest();
        HttpResponse<InputStream> head =
                client.send(RegistryRequest.of("HEAD", client.uri("blobs/" + descriptor.digest())), true);
        Answers.discard(head);
        if (head.statusCode() == 200) {
            return;
        }
        if (head.statusCode() != 404) {
            throw client.failure(head, what);
        }
        URI start = client.uri("blobs/uploads/");
        HttpResponse<InputStream> started = client.send(RegistryRequest.of("POST", start), true);
        if (started.statusCode() != 202) {
            throw client.failure(started, "push of " + what);
        }
        Answers.discard(started);
        URI upload = client.endpoint().follow(start, Answers.header(started, "Location"));
        String separator = upload.getRawQuery() == null ? "?" : "&";
        String digest = URLEncoder.encode(descriptor.digest().toString(), StandardCharsets.UTF_8);
        RegistryRequest put = RegistryRequest.of("PUT", URI.create(upload + separator + "digest=" + digest), content)
                .header("Content-Type", "application/octet-stream");
        HttpResponse<InputStream> done = client.send(put, true);
        if (done.statusCode() != 201) {
            throw client.failure(done, "push of " + what);
        }
        Answers.discard(done);
    }

    /** Pushes a manifest by its digest; true when the registry says that it lists it as a referrer by itself. */
    boolean manifest(Descriptor descriptor, byte[] content) throws IOException {
        RegistryRequest put = RegistryRequest.of("PUT", client.uri("manifests/" + descriptor.digest()), content)
                .header("Content-Type", descriptor.mediaType());
        HttpResponse<InputStream> done = client.send(put, true);
        if (done.statusCode() != 201 && done.statusCode() != 200) {
            throw client.failure(done, "push of " + client.name() + "@" + descriptor.digest());
        }
        Answers.discard(done);
        return done.headers().firstValue("OCI-Subject").isPresent();
    }
}
