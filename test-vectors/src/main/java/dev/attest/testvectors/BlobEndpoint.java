package dev.attest.testvectors;

import com.sun.net.httpserver.HttpExchange;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blobs of a {@link FakeRegistry}: read whole or in part, pushed at once or in chunks, mounted, deleted. */
final class BlobEndpoint {
    private static final byte[] NOTHING = new byte[0];
    private static final String BINARY = "application/octet-stream";
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");
    private static final Pattern CHUNK = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /** What came of a blob so far. */
    private record Upload(String session, ByteArrayOutputStream content) {}

    private final Set<Habit> habits;
    private final Function<String, RegistryStore> stores;
    private final String storage;
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    /** {@code storage} is where blobs are sent from under the REDIRECT habit, such as {@code http://localhost:1/storage/}. */
    BlobEndpoint(Set<Habit> habits, Function<String, RegistryStore> stores, String storage) {
        this.habits = habits;
        this.stores = stores;
        this.storage = storage;
    }

    /** A request for a blob by its digest. */
    void blob(HttpExchange exchange, String repository, String digest) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            delete(exchange, repository, digest);
            return;
        }
        Optional<byte[]> blob = stores.apply(repository).blob(digest);
        if (blob.isEmpty()) {
            FakeRegistry.refuse(exchange, 404, "BLOB_UNKNOWN");
        } else if (habits.contains(Habit.REDIRECT)
                && exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Location", storage + repository + "/" + digest);
            FakeRegistry.answer(exchange, 307, "", NOTHING);
        } else {
            send(exchange, digest, blob.get());
        }
    }

    /** A request to the storage, which refuses whoever shows credentials there; {@code path} is repository and digest. */
    void storage(HttpExchange exchange, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String digest = path.substring(slash + 1);
        Optional<byte[]> blob =
                stores.apply(path.substring(0, Math.max(0, slash))).blob(digest);
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            FakeRegistry.answer(exchange, 400, BINARY, NOTHING);
        } else if (blob.isEmpty()) {
            FakeRegistry.answer(exchange, 404, "", NOTHING);
        } else {
            send(exchange, digest, blob.get());
        }
    }

    /** A request to begin an upload, to go on with it, to ask how far it is, to end it or to give it up. */
    void upload(HttpExchange exchange, String repository, String session, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            begin(exchange, repository, body);
            return;
        }
        Upload upload = uploads.get(session);
        if (upload == null) {
            FakeRegistry.refuse(exchange, 404, "BLOB_UPLOAD_UNKNOWN");
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PATCH" -> {
                if (append(exchange, upload.content(), body)) {
                    go(exchange, 202, repository, upload);
                }
            }
            case "PUT" -> end(exchange, repository, upload, body);
            case "GET" -> go(exchange, 204, repository, upload);
            case "DELETE" -> {
                uploads.remove(session);
                FakeRegistry.answer(exchange, 204, "", NOTHING);
            }
            default -> FakeRegistry.refuse(exchange, 405, "UNSUPPORTED");
        }
    }

    private void begin(HttpExchange exchange, String repository, byte[] body) throws IOException {
        Map<String, String> query = FakeRegistry.query(exchange);
        if (query.containsKey("digest")) {
            store(exchange, repository, query.getOrDefault("digest", ""), body);
            return;
        }
        String mount = query.getOrDefault("mount", "");
        Optional<byte[]> blob =
                stores.apply(query.getOrDefault("from", repository)).blob(mount);
        if (blob.isPresent() && !habits.contains(Habit.NO_MOUNT)) {
            stores.apply(repository).putBlob(mount, blob.get());
            created(exchange, repository, mount);
            return;
        }
        var upload = new Upload(String.valueOf(sessions.incrementAndGet()), new ByteArrayOutputStream());
        uploads.put(upload.session(), upload);
        go(exchange, 202, repository, upload);
    }

    /** Takes a chunk that continues where the upload is; any other is answered with 416 (distribution-spec, "Pushing a blob in chunks"). */
    private static boolean append(HttpExchange exchange, ByteArrayOutputStream upload, byte[] body) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        synchronized (upload) {
            if (range != null) {
                Matcher chunk = CHUNK.matcher(range);
                boolean fits = chunk.matches()
                        && Long.parseLong(chunk.group(1)) == upload.size()
                        && Long.parseLong(chunk.group(2)) == (long) upload.size() + body.length - 1;
                if (!fits) {
                    FakeRegistry.refuse(exchange, 416, "BLOB_UPLOAD_INVALID");
                    return false;
                }
            }
            upload.write(body, 0, body.length);
            return true;
        }
    }

    /** Tells where the upload goes on and how much of it is here; nothing yet is 0-0, as docker's registry says. */
    private static void go(HttpExchange exchange, int status, String repository, Upload upload) throws IOException {
        int size = upload.content().size();
        exchange.getResponseHeaders()
                .set("Location", "/v2/" + repository + "/blobs/uploads/" + upload.session() + "?state=x");
        exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, size - 1));
        exchange.getResponseHeaders().set("Docker-Upload-UUID", upload.session());
        FakeRegistry.answer(exchange, status, "", NOTHING);
    }

    private void end(HttpExchange exchange, String repository, Upload upload, byte[] body) throws IOException {
        if (body.length == 0 || append(exchange, upload.content(), body)) {
            uploads.remove(upload.session());
            byte[] content = upload.content().toByteArray();
            store(exchange, repository, FakeRegistry.query(exchange).getOrDefault("digest", ""), content);
        }
    }

    private void store(HttpExchange exchange, String repository, String digest, byte[] content) throws IOException {
        if (!digest.equals(RegistryStore.digestLike(digest, content))) {
            FakeRegistry.refuse(exchange, 400, "DIGEST_INVALID");
            return;
        }
        stores.apply(repository).putBlob(digest, content);
        created(exchange, repository, digest);
    }

    private static void created(HttpExchange exchange, String repository, String digest) throws IOException {
        exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/blobs/" + digest);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        FakeRegistry.answer(exchange, 201, "", NOTHING);
    }

    private void delete(HttpExchange exchange, String repository, String digest) throws IOException {
        if (habits.contains(Habit.NO_DELETE)) {
            FakeRegistry.refuse(exchange, 405, "UNSUPPORTED");
        } else if (stores.apply(repository).deleteBlob(digest)) {
            FakeRegistry.answer(exchange, 202, "", NOTHING);
        } else {
            FakeRegistry.refuse(exchange, 404, "BLOB_UNKNOWN");
        }
    }

    /** Sends a blob or the part of it that is asked for (RFC 9110 §14). */
    private void send(HttpExchange exchange, String digest, byte[] blob) throws IOException {
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher part = RANGE.matcher(range == null ? "" : range);
        if (habits.contains(Habit.NO_RANGE) || exchange.getRequestMethod().equals("HEAD") || !part.matches()) {
            FakeRegistry.answer(exchange, 200, BINARY, blob);
            return;
        }
        long from = Long.parseLong(part.group(1));
        long last =
                part.group(2).isEmpty() ? blob.length - 1L : Math.min(blob.length - 1L, Long.parseLong(part.group(2)));
        if (from > last) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + blob.length);
            FakeRegistry.answer(exchange, 416, "", NOTHING);
            return;
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + last + "/" + blob.length);
        FakeRegistry.answer(exchange, 206, BINARY, Arrays.copyOfRange(blob, (int) from, (int) last + 1));
    }
}
