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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists referrers: what the API says (distribution-spec 1.1, "Listing Referrers") and what lies under the fallback tag,
 * where clients left evidence before the registry had the API. Only the answers that mean "no such API" are taken as
 * that; every other failure is an error, never an empty list.
 */
final class Referrers {
    private static final Set<Integer> NO_API = Set.of(400, 404, 405, 406);
    private static final Pattern NEXT = Pattern.compile("<([^<>]{1,4096})>\\s*;[^,]{0,256}rel=\"?next\"?");
    private static final int MAX_PAGES = 1000;

    private final RegistryClient client;

    Referrers(RegistryClient client) {
        this.client = client;
    }

    /** All that was found, and whether the registry has the API. */
    record Listing(List<Descriptor> descriptors, Set<Digest> byApi, boolean hasApi) {}

    /** The index under the fallback tag and the ETag to guard a change of it with. */
    record Fallback(ReferrersIndex index, Optional<String> etag) {}

    Listing list(Digest subject) throws IOException, MalformedImageException {
        var all = new TreeMap<Digest, Descriptor>();
        boolean hasApi = readApi(subject, all);
        Set<Digest> byApi = Set.copyOf(all.keySet());
        for (Descriptor entry : fallback(subject).index().entries()) {
            all.putIfAbsent(entry.digest(), entry);
        }
        return new Listing(List.copyOf(all.values()), byApi, hasApi);
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
            return new Fallback(ReferrersIndex.empty(), Optional.empty());
        }
        if (response.statusCode() != 200) {
            throw client.failure(response, what);
        }
        byte[] bytes = Answers.body(response, Manifest.MAX_BYTES, what);
        return new Fallback(
                ReferrersIndex.parse(bytes, what, Manifest.MAX_BYTES),
                response.headers().firstValue("ETag").filter(value -> value.matches("[\\x21-\\x7e]{1,256}")));
    }

    private boolean readApi(Digest subject, Map<Digest, Descriptor> all) throws IOException, MalformedImageException {
        String what = "referrers of " + client.name() + "@" + subject;
        Optional<URI> next = Optional.of(client.uri("referrers/" + subject));
        Set<URI> seen = new HashSet<>();
        while (next.isPresent()) {
            if (!seen.add(next.get()) || seen.size() > MAX_PAGES) {
                throw new IOException(what + ": the registry's list does not end");
            }
            HttpResponse<InputStream> response =
                    client.send(RegistryRequest.of("GET", next.get()).header("Accept", MediaTypes.OCI_INDEX), false);
            boolean first = seen.size() == 1;
            if (first && isNoApi(response)) {
                Answers.discard(response);
                return false;
            }
            if (response.statusCode() != 200) {
                throw client.failure(response, what);
            }
            byte[] bytes = Answers.body(response, Manifest.MAX_BYTES, what);
            for (Descriptor entry :
                    ReferrersIndex.parse(bytes, what, Manifest.MAX_BYTES).entries()) {
                all.putIfAbsent(entry.digest(), entry);
            }
            if (all.size() > ReferrersIndex.MAX_ENTRIES) {
                throw new MalformedImageException(
                        what + ": more than " + ReferrersIndex.MAX_ENTRIES + ", which is the limit");
            }
            next = nextPage(response, next.get());
        }
        return true;
    }

    private static boolean isNoApi(HttpResponse<?> response) {
        return NO_API.contains(response.statusCode())
                || (response.statusCode() == 200
                        && !Answers.contentType(response).equals(MediaTypes.OCI_INDEX));
    }

    private Optional<URI> nextPage(HttpResponse<?> response, URI current) throws IOException {
        Matcher link = NEXT.matcher(Answers.header(response, "Link"));
        if (!link.find()) {
            return Optional.empty();
        }
        URI next = client.endpoint().follow(current, link.group(1));
        if (!client.endpoint().isSame(next)) {
            throw new IOException("registry " + client.endpoint().registry() + " continues a list on another host");
        }
        return Optional.of(next);
    }
}
