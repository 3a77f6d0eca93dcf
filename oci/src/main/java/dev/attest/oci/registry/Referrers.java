package dev.attest.oci.registry;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.content.Manifest;
import dev.attest.oci.content.ReferrersIndex;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;

/**
 * Lists referrers: what the API says (distribution-spec 1.1, "Listing Referrers") and what lies under the fallback tag,
 * where clients left evidence before the registry had the API; both are asked at once. Only the answers that mean "no
 * such API" are taken as that; every other failure is an error, never an empty list. No filter is asked for, because a
 * filtered list looks like a whole one.
 */
final class Referrers {
    private static final Set<Integer> NO_API = Set.of(400, 404, 405, 406);
    private static final int MAX_PAGES = 1000;

    private final RegistryClient client;

    Referrers(RegistryClient client) {
        this.client = client;
    }

    /** What the API said. {@code doubtful} is an answer that means "no such API", but from some also "not now". */
    record Api(Map<Digest, Descriptor> entries, boolean exists, boolean doubtful) {}

    /** The index under the fallback tag, the digest of its text, and the ETag to guard a change of it with. */
    record Fallback(ReferrersIndex index, Optional<Digest> version, Optional<String> etag) {}

    /** Both, for one subject. */
    record Listing(Api api, Fallback fallback) {
        /** All that was found, sorted. */
        List<Descriptor> descriptors() {
            var all = new TreeMap<>(api.entries());
            fallback.index().entries().forEach(entry -> all.putIfAbsent(entry.digest(), entry));
            return List.copyOf(all.values());
        }
    }

    Listing list(Digest subject) throws IOException, MalformedImageException {
        FutureTask<Fallback> tag = Tasks.aside(() -> fallback(subject));
        try {
            Api api = api(subject);
            return new Listing(api, Tasks.outcome(tag).orThrow());
        } finally {
            tag.cancel(true);
        }
    }

    /**
     * As {@link #list}, for whoever decides by what is there. An overloaded proxy says 406 or 404, too: where that would
     * mean that something is missing, it has to be said twice.
     */
    Listing complete(Digest subject) throws IOException, MalformedImageException {
        Listing listing = list(subject);
        if (listing.api().exists()) {
            return listing;
        }
        if (listing.fallback().version().isEmpty()) {
            return list(subject);
        }
        return listing.api().doubtful() ? new Listing(api(subject), listing.fallback()) : listing;
    }

    /** The tag of distribution-spec's "Referrers Tag Schema". */
    static String tag(Digest subject) {
        return subject.algorithm().id() + "-" + subject.hex();
    }

    Fallback fallback(Digest subject) throws IOException, MalformedImageException {
        String what = client.name() + ":" + tag(subject);
        RegistryRequest request = RegistryRequest.of("GET", client.uri("manifests/" + tag(subject)))
                .header("Accept", MediaTypes.OCI_INDEX)
                .header("Cache-Control", "no-cache");
        HttpResponse<InputStream> response = client.send(request, false);
        if (response.statusCode() == 404) {
            Answers.discard(response);
            return new Fallback(ReferrersIndex.empty(), Optional.empty(), Optional.empty());
        }
        if (response.statusCode() != 200) {
            throw failure(response, what);
        }
        byte[] bytes = Answers.body(response, Manifest.MAX_BYTES, what);
        return new Fallback(
                ReferrersIndex.parse(bytes, what, Manifest.MAX_BYTES),
                Optional.of(Digest.sha256(bytes)),
                response.headers().firstValue("ETag").filter(value -> value.matches("[\\x21-\\x7e]{1,256}")));
    }

    Api api(Digest subject) throws IOException, MalformedImageException {
        String what = "referrers of " + client.name() + "@" + subject;
        var all = new TreeMap<Digest, Descriptor>();
        Optional<URI> next = Optional.of(client.uri("referrers/" + subject));
        Set<URI> seen = new HashSet<>();
        while (next.isPresent()) {
            if (!seen.add(next.get()) || seen.size() > MAX_PAGES) {
                throw new IOException(what + ": the registry's list does not end");
            }
            HttpResponse<InputStream> response =
                    client.send(RegistryRequest.of("GET", next.get()).header("Accept", MediaTypes.OCI_INDEX), false);
            boolean first = seen.size() == 1;
            Optional<ReferrersIndex> page = first ? firstPage(response, what) : Optional.of(page(response, what));
            if (page.isEmpty()) {
                return new Api(Map.of(), false, response.statusCode() != 404);
            }
            for (Descriptor entry : page.get().entries()) {
                all.putIfAbsent(entry.digest(), entry);
            }
            if (all.size() > ReferrersIndex.MAX_ENTRIES) {
                throw new MalformedImageException(
                        what + ": more than " + ReferrersIndex.MAX_ENTRIES + ", which is the limit");
            }
            next = nextPage(response, next.get(), what);
        }
        return new Api(all, true, false);
    }

    private ReferrersIndex page(HttpResponse<InputStream> response, String what)
            throws IOException, MalformedImageException {
        if (response.statusCode() != 200) {
            throw failure(response, what);
        }
        if (!Answers.header(response, "OCI-Filters-Applied").isBlank()) {
            Answers.discard(response);
            throw new IOException(what + ": the registry left some out by a filter that nobody asked for, so that it is"
                    + " not known what is attached");
        }
        return ReferrersIndex.parse(Answers.body(response, Manifest.MAX_BYTES, what), what, Manifest.MAX_BYTES);
    }

    private IOException failure(HttpResponse<InputStream> response, String what) {
        return new IOException(client.failure(response, what).getMessage()
                + "; what is attached is not known, which is not the same as nothing");
    }

    /**
     * Empty where there is no API. Some registries answer every address that they do not know with a page for people; a
     * list is one by whatever media type it is sent.
     */
    private Optional<ReferrersIndex> firstPage(HttpResponse<InputStream> response, String what)
            throws IOException, MalformedImageException {
        String type = Answers.contentType(response).toLowerCase(Locale.ROOT);
        if (response.statusCode() != 200 || type.equals(MediaTypes.OCI_INDEX)) {
            if (NO_API.contains(response.statusCode())) {
                Answers.discard(response);
                return Optional.empty();
            }
            return Optional.of(page(response, what));
        }
        if (!type.isEmpty() && !type.endsWith("json")) {
            Answers.discard(response);
            return Optional.empty();
        }
        try {
            return Optional.of(page(response, what));
        } catch (MalformedImageException e) {
            return Optional.empty();
        }
    }

    private Optional<URI> nextPage(HttpResponse<?> response, URI current, String what) throws IOException {
        Optional<String> link;
        try {
            link = NextPage.in(response.headers().allValues("Link"));
        } catch (IOException e) {
            throw new IOException(
                    what + ": the registry answered with " + e.getMessage()
                            + ", so that it is not known whether the list goes on",
                    e);
        }
        if (link.isEmpty()) {
            return Optional.empty();
        }
        URI next = client.endpoint().follow(current, link.get());
        if (!client.endpoint().isSame(next)) {
            throw new IOException("registry " + client.endpoint().registry() + " continues a list on another host");
        }
        return Optional.of(next);
    }
}
