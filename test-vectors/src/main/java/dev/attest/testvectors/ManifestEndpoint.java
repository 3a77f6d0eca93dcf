package dev.attest.testvectors;

import com.sun.net.httpserver.HttpExchange;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Manifests of a {@link FakeRegistry} with what is listed of them: tags and referrers. */
final class ManifestEndpoint {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_BYTES = 4 << 20;
    private static final int PAGE = 2;

    private final Set<Habit> habits;

    ManifestEndpoint(Set<Habit> habits) {
        this.habits = habits;
    }

    /** A request for a manifest under a tag or digest; one at a time, so that conditions hold. */
    synchronized void manifest(HttpExchange exchange, RegistryStore store, String reference, byte[] body)
            throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, store, reference, body);
            case "DELETE" -> delete(exchange, store, reference);
            default -> get(exchange, store, reference);
        }
    }

    /** All tags, or as many as asked for after the one that is named (distribution-spec, "Listing Tags"). */
    void tags(HttpExchange exchange, RegistryStore store, String repository) throws IOException {
        Map<String, String> query = FakeRegistry.query(exchange);
        String last = query.getOrDefault("last", "");
        List<String> rest =
                store.tags().stream().filter(tag -> tag.compareTo(last) > 0).toList();
        int wanted = Integer.parseInt(query.getOrDefault("n", String.valueOf(rest.size())));
        List<String> page = rest.subList(0, Math.min(wanted, rest.size()));
        if (page.size() < rest.size() && !page.isEmpty()) {
            link(exchange, "n=" + wanted + "&last=" + page.get(page.size() - 1));
        }
        String tags = page.stream().map(JsonReader::quote).collect(Collectors.joining(","));
        json(exchange, "application/json", "{\"name\":" + JsonReader.quote(repository) + ",\"tags\":[" + tags + "]}");
    }

    /** What refers to a subject, of one artifact type where that is asked for (distribution-spec, "Listing Referrers"). */
    void referrers(HttpExchange exchange, RegistryStore store, String subject) throws IOException {
        if (!habits.contains(Habit.REFERRERS_API)) {
            FakeRegistry.answer(exchange, 404, "text/plain", "404 page not found".getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (!subject.matches("[a-z0-9]{1,32}:[0-9a-f]{32,128}")) {
            FakeRegistry.refuse(exchange, 400, "DIGEST_INVALID");
            return;
        }
        Map<String, String> query = FakeRegistry.query(exchange);
        String type = query.getOrDefault("artifactType", "");
        List<String> page = List.copyOf(store.referrers(subject, type).values());
        if (!type.isEmpty()) {
            exchange.getResponseHeaders().set("OCI-Filters-Applied", "artifactType");
        }
        if (habits.contains(Habit.PAGES)) {
            int from = Math.min(page.size(), Integer.parseInt(query.getOrDefault("from", "0")));
            int to = Math.min(page.size(), from + PAGE);
            if (to < page.size()) {
                String filter =
                        type.isEmpty() ? "" : "&artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8);
                link(exchange, "from=" + to + filter);
            }
            page = page.subList(from, to);
        }
        json(
                exchange,
                LayoutBuilder.INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"" + LayoutBuilder.INDEX + "\",\"manifests\":["
                        + String.join(",", page) + "]}");
    }

    private void get(HttpExchange exchange, RegistryStore store, String reference) throws IOException {
        Optional<byte[]> content = store.manifest(reference);
        if (content.isEmpty()) {
            FakeRegistry.refuse(exchange, 404, "MANIFEST_UNKNOWN");
            return;
        }
        String digest = reference.contains(":") ? reference : LayoutBuilder.sha256(content.get());
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        if (habits.contains(Habit.ETAG)) {
            exchange.getResponseHeaders().set("ETag", etag(content.get()));
        }
        FakeRegistry.answer(exchange, 200, store.typeOf(content.get()), content.get());
    }

    private void put(HttpExchange exchange, RegistryStore store, String reference, byte[] body) throws IOException {
        if (!holdsCondition(exchange, store.manifest(reference))) {
            FakeRegistry.answer(exchange, 412, "", NOTHING);
            return;
        }
        Optional<String> fault = faultOf(store, reference, body);
        if (fault.isPresent()) {
            FakeRegistry.refuse(exchange, body.length > MAX_BYTES ? 413 : 400, fault.get());
            return;
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        Map<?, ?> document = RegistryStore.document(body);
        store.putManifest(reference, type == null ? JsonReader.text(document, "mediaType") : type, body);
        String digest = reference.contains(":") ? reference : LayoutBuilder.sha256(body);
        String subject = JsonReader.text(JsonReader.object(document, "subject"), "digest");
        if (habits.contains(Habit.REFERRERS_API) && !subject.isEmpty()) {
            exchange.getResponseHeaders().set("OCI-Subject", subject);
        }
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("Location", path.substring(0, path.lastIndexOf('/') + 1) + digest);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        FakeRegistry.answer(exchange, 201, "", NOTHING);
    }

    /** If-Match and If-None-Match (RFC 9110 §13.1), where they are honoured. */
    private boolean holdsCondition(HttpExchange exchange, Optional<byte[]> old) {
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        String none = exchange.getRequestHeaders().getFirst("If-None-Match");
        if (!habits.contains(Habit.ETAG)) {
            return true;
        }
        boolean same = match == null
                || old.map(ManifestEndpoint::etag).filter(match::equals).isPresent();
        boolean absent = none == null
                || (none.equals("*")
                        ? old.isEmpty()
                        : old.map(ManifestEndpoint::etag).filter(none::equals).isEmpty());
        return same && absent;
    }

    /** The code of what is wrong with a manifest that is pushed. Other manifests that an index lists need not be here. */
    private static Optional<String> faultOf(RegistryStore store, String reference, byte[] body) {
        if (body.length > MAX_BYTES) {
            return Optional.of("SIZE_INVALID");
        }
        if (reference.contains(":") && !reference.equals(RegistryStore.digestLike(reference, body))) {
            return Optional.of("DIGEST_INVALID");
        }
        Optional<Map<?, ?>> document = JsonReader.object(new String(body, StandardCharsets.UTF_8));
        if (document.isEmpty()) {
            return Optional.of("MANIFEST_INVALID");
        }
        var blobs = new ArrayList<Map<?, ?>>(JsonReader.objects(document.get(), "layers"));
        if (document.get().containsKey("config")) {
            blobs.add(JsonReader.object(document.get(), "config"));
        }
        boolean whole = blobs.stream()
                .filter(blob -> !blob.containsKey("urls") && !isForeign(JsonReader.text(blob, "mediaType")))
                .allMatch(blob -> store.blob(JsonReader.text(blob, "digest")).isPresent());
        return whole ? Optional.empty() : Optional.of("MANIFEST_BLOB_UNKNOWN");
    }

    private static boolean isForeign(String mediaType) {
        return mediaType.contains("nondistributable") || mediaType.contains("foreign");
    }

    private void delete(HttpExchange exchange, RegistryStore store, String reference) throws IOException {
        if (habits.contains(Habit.NO_DELETE)) {
            FakeRegistry.refuse(exchange, 405, "UNSUPPORTED");
        } else if (store.deleteManifest(reference)) {
            FakeRegistry.answer(exchange, 202, "", NOTHING);
        } else {
            FakeRegistry.refuse(exchange, 404, "MANIFEST_UNKNOWN");
        }
    }

    private static String etag(byte[] content) {
        return "\"" + LayoutBuilder.sha256(content) + "\"";
    }

    private static void link(HttpExchange exchange, String query) {
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("Link", "<" + path + "?" + query + ">; rel=\"next\"");
    }

    private static void json(HttpExchange exchange, String mediaType, String text) throws IOException {
        FakeRegistry.answer(exchange, 200, mediaType, text.getBytes(StandardCharsets.UTF_8));
    }
}
