package dev.attest.oci.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.content.DescriptorJson;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The index under a subject's fallback tag (distribution-spec, "Referrers Tag Schema"), which every client reads, changes
 * and writes back. A change is guarded by the ETag where the registry honours one. Many do not, so it is read back after
 * a pause longer than a competitor's own change takes, until nothing that was ever seen in it is missing.
 */
final class FallbackTag {
    private static final int MAX_ROUNDS = 40;
    private static final int STABLE_READS = 3;
    private static final Duration LEAST_PAUSE = Duration.ofMillis(150);

    private final RegistryClient client;
    private final Referrers referrers;

    FallbackTag(RegistryClient client, Referrers referrers) {
        this.client = client;
        this.referrers = referrers;
    }

    /** Lists all {@code additions}; every other entry stays as it is. */
    void add(Digest subject, List<Descriptor> additions) throws IOException, MalformedImageException {
        Map<String, ObjectNode> wanted = new LinkedHashMap<>();
        additions.forEach(addition -> wanted.put(addition.digest().toString(), DescriptorJson.write(addition)));
        Duration pause = LEAST_PAUSE;
        int stable = 0;
        boolean written = false;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            long start = System.nanoTime();
            Referrers.Fallback current = referrers.fallback(subject);
            boolean complete = remember(current, wanted);
            if (complete) {
                stable++;
                // Nobody overwrites what was there before this run came.
                if (!written || stable == STABLE_READS) {
                    return;
                }
            } else {
                stable = 0;
                written |= put(subject, current, new ArrayList<>(wanted.values()));
                Duration taken = Duration.ofNanos(System.nanoTime() - start).multipliedBy(3);
                pause = taken.compareTo(pause) > 0 ? taken : pause;
            }
            client.transport().sleep(client.transport().jitter(pause));
        }
        throw new IOException(
                client.name() + ":" + Referrers.tag(subject)
                        + ": other writers keep changing the list of referrers; what was pushed is there but not listed, run again");
    }

    /** Notes entries that others wrote, to put them back if a third one drops them; true when none is missing. */
    private static boolean remember(Referrers.Fallback current, Map<String, ObjectNode> wanted) {
        var present = new ArrayList<String>();
        for (ObjectNode entry : current.index().rawEntries()) {
            String digest = entry.path("digest").asText();
            present.add(digest);
            wanted.putIfAbsent(digest, entry);
        }
        return present.containsAll(wanted.keySet());
    }

    /** True when the registry took the change, false when somebody else's came first. */
    private boolean put(Digest subject, Referrers.Fallback current, List<ObjectNode> entries) throws IOException {
        byte[] index = current.index().with(entries);
        if (index.length > Manifest.MAX_BYTES) {
            throw new IOException(client.name() + ":" + Referrers.tag(subject) + ": the list of referrers is full");
        }
        HttpResponse<InputStream> response = put(subject, index, current.etag());
        if (current.etag().isPresent() && (response.statusCode() == 400 || response.statusCode() == 501)) {
            // A registry that knows no conditional requests.
            Answers.discard(response);
            response = put(subject, index, Optional.empty());
        }
        if (response.statusCode() == 412 || response.statusCode() == 409) {
            Answers.discard(response);
            return false;
        }
        if (response.statusCode() != 201 && response.statusCode() != 200) {
            throw client.failure(response, "push of " + client.name() + ":" + Referrers.tag(subject));
        }
        Answers.discard(response);
        return true;
    }

    private HttpResponse<InputStream> put(Digest subject, byte[] index, Optional<String> etag) throws IOException {
        RegistryRequest request = RegistryRequest.of("PUT", client.uri("manifests/" + Referrers.tag(subject)), index)
                .header("Content-Type", MediaTypes.OCI_INDEX);
        etag.ifPresent(value -> request.header("If-Match", value));
        return client.send(request, true);
    }
}
