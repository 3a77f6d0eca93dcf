package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.content.Manifest;
import dev.attest.oci.content.ReferrersIndex;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The index under a subject's fallback tag (distribution-spec, "Referrers Tag Schema"), which every client reads, changes
 * and writes back. A change is guarded by the ETag where the registry honours one. Many do not, so it is read back after
 * a pause longer than a competitor's own change takes, until nothing that was ever seen in it is missing and nobody
 * changes it any more.
 */
final class FallbackTag {
    private static final int MAX_ROUNDS = 60;
    private static final int QUIET_READS = 3;
    private static final int STALE_READS = 4;
    private static final int GUARDED_REFUSALS = 3;
    private static final int MOST_REFUSALS = 6;
    private static final Duration LEAST_PAUSE = Duration.ofMillis(150);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(3);

    private final RegistryClient client;
    private final Referrers referrers;

    FallbackTag(RegistryClient client, Referrers referrers) {
        this.client = client;
        this.referrers = referrers;
    }

    /** Lists all {@code additions}; every other entry stays as it is, those of {@code seen}, read before, among them. */
    void add(Digest subject, List<Descriptor> additions, ReferrersIndex seen)
            throws IOException, MalformedImageException {
        new Change(subject, additions, seen).run();
    }

    /** One change on its way through as many rounds as it takes. */
    private final class Change {
        private final Digest subject;
        private final Map<Digest, ReferrersIndex.Entry> wanted = new LinkedHashMap<>();
        private final Set<Optional<Digest>> overwritten = new HashSet<>();
        private Optional<Digest> last = Optional.empty();
        private Duration pause = LEAST_PAUSE;
        private int quiet;
        private int stale;
        private int refusals;
        private Optional<Digest> refused = Optional.empty();

        Change(Digest subject, List<Descriptor> additions, ReferrersIndex seen) {
            this.subject = subject;
            // First what others wrote, as they wrote it: an entry of ours may be there already in their words.
            seen.received().forEach(entry -> wanted.putIfAbsent(entry.digest(), entry));
            additions.forEach(addition -> wanted.putIfAbsent(addition.digest(), ReferrersIndex.Entry.of(addition)));
        }

        void run() throws IOException, MalformedImageException {
            for (int round = 0; round < MAX_ROUNDS; round++) {
                long start = System.nanoTime();
                Referrers.Fallback current = referrers.fallback(subject);
                if (isComplete(current)) {
                    quiet = current.version().equals(last) ? quiet + 1 : 1;
                    // Nobody overwrites what was there before this run came.
                    if (overwritten.isEmpty() || quiet == QUIET_READS) {
                        return;
                    }
                } else if (stale == STALE_READS && current.version().isEmpty()) {
                    throw new IOException(client.name() + ":" + Referrers.tag(subject)
                            + ": the registry took the list of referrers and answers 404 for it; what was pushed is"
                            + " there but not listed, run again");
                } else if (overwritten.contains(current.version()) && stale < STALE_READS) {
                    // A cache's answer from before our own change: writing upon it would drop what came since.
                    quiet = 0;
                    stale++;
                    lengthen(pause.multipliedBy(2));
                } else {
                    change(current, start);
                }
                last = current.version();
                client.transport().sleep(client.transport().jitter(pause));
            }
            throw new IOException(client.name() + ":" + Referrers.tag(subject)
                    + ": other writers keep changing the list of referrers; what was pushed is there but not listed,"
                    + " run again");
        }

        private void change(Referrers.Fallback current, long start) throws IOException {
            quiet = 0;
            stale = 0;
            boolean contended = !overwritten.isEmpty();
            if (put(current)) {
                overwritten.add(current.version());
                refusals = 0;
            } else {
                refusals = current.version().equals(refused) ? refusals + 1 : 1;
                refused = current.version();
                contended = true;
            }
            // Whoever read before us and is as slow as we are has written by then.
            lengthen(Duration.ofNanos(System.nanoTime() - start).multipliedBy(3));
            if (contended) {
                lengthen(pause.multipliedBy(3).dividedBy(2));
            }
        }

        /** True when the registry took the change, false when somebody else's came first. */
        private boolean put(Referrers.Fallback current) throws IOException {
            byte[] index = current.index().with(List.copyOf(wanted.values()));
            String what = client.name() + ":" + Referrers.tag(subject);
            if (index.length > Manifest.MAX_BYTES || wanted.size() > ReferrersIndex.MAX_ENTRIES) {
                throw new IOException(what + ": the list of referrers is full; it may have "
                        + ReferrersIndex.MAX_ENTRIES + " entries and " + Manifest.MAX_BYTES
                        + " bytes; remove what does not belong there");
            }
            // An ETag that is refused time and again though nobody changed anything guards nothing.
            Optional<Guard> guard = Guard.of(current).filter(any -> refusals < GUARDED_REFUSALS);
            HttpResponse<InputStream> response = send(subject, index, guard);
            if (guard.isPresent() && (response.statusCode() == 400 || response.statusCode() == 501)) {
                // A registry that knows no conditional requests.
                Answers.discard(response);
                response = send(subject, index, Optional.empty());
            }
            boolean conflict = response.statusCode() == 412 || response.statusCode() == 409;
            if (conflict && refusals < MOST_REFUSALS) {
                Answers.discard(response);
                return false;
            }
            if (response.statusCode() != 201 && response.statusCode() != 200) {
                throw client.failure(response, "push of " + what);
            }
            Answers.discard(response);
            return true;
        }

        private void lengthen(Duration other) {
            Duration longer = other.compareTo(pause) > 0 ? other : pause;
            pause = longer.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : longer;
        }

        /** Notes entries that others wrote, to put them back if a third one drops them; true when none is missing. */
        private boolean isComplete(Referrers.Fallback current) {
            current.index().received().forEach(entry -> wanted.putIfAbsent(entry.digest(), entry));
            return current.index().digests().containsAll(wanted.keySet());
        }
    }

    /** The condition under which a change is taken (RFC 9110 §13.1): that nobody has written since it was read. */
    private record Guard(String header, String value) {
        static Optional<Guard> of(Referrers.Fallback current) {
            return current.version().isEmpty()
                    ? Optional.of(new Guard("If-None-Match", "*"))
                    : current.etag().map(etag -> new Guard("If-Match", etag));
        }
    }

    private HttpResponse<InputStream> send(Digest subject, byte[] index, Optional<Guard> guard) throws IOException {
        RegistryRequest request = RegistryRequest.of("PUT", client.uri("manifests/" + Referrers.tag(subject)), index)
                .header("Content-Type", MediaTypes.OCI_INDEX);
        guard.ifPresent(condition -> request.header(condition.header(), condition.value()));
        return client.send(request, true);
    }
}
