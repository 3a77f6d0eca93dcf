package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.attest.json.StrictJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A small TUF repository on loopback, all of whose roles one key signs for. */
final class TufServer implements AutoCloseable {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final AtomicInteger requests = new AtomicInteger();

    private final Map<String, byte[]> targets = new TreeMap<>();
    private final HttpServer server;
    private final KeyPair key;
    private int version;

    TufServer(Map<String, byte[]> targets) throws IOException, GeneralSecurityException {
        this.targets.putAll(targets);
        this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] file = files.get(exchange.getRequestURI().getPath());
            try (exchange) {
                exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
                if (file != null) {
                    exchange.getResponseBody().write(file);
                }
            }
        });
        server.start();
        ObjectNode root = signed("root", 1).put("consistent_snapshot", true);
        byte[] info = key.getPublic().getEncoded();
        String value = HexFormat.of().formatHex(Arrays.copyOfRange(info, info.length - 32, info.length));
        root.putObject("keys")
                .putObject("k")
                .put("keytype", "ed25519")
                .put("scheme", "ed25519")
                .putObject("keyval")
                .put("public", value);
        ObjectNode roles = root.putObject("roles");
        for (String role : List.of("root", "timestamp", "snapshot", "targets")) {
            roles.putObject(role).put("threshold", 1).putArray("keyids").add("k");
        }
        files.put("/1.root.json", envelope(root));
        publish();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    byte[] root() {
        return files.getOrDefault("/1.root.json", new byte[0]);
    }

    void publish() throws GeneralSecurityException {
        version++;
        ObjectNode top = signed("targets", version);
        ObjectNode list = top.putObject("targets");
        targets.forEach((name, content) -> {
            list.putObject(name)
                    .put("length", content.length)
                    .putObject("hashes")
                    .put("sha256", sha256(content));
            files.put("/targets/" + sha256(content) + "." + name, content);
        });
        files.put("/" + version + ".targets.json", envelope(top));
        ObjectNode snapshot = signed("snapshot", version);
        snapshot.putObject("meta").putObject("targets.json").put("version", version);
        files.put("/" + version + ".snapshot.json", envelope(snapshot));
        ObjectNode timestamp = signed("timestamp", version);
        timestamp.putObject("meta").putObject("snapshot.json").put("version", version);
        files.put("/timestamp.json", envelope(timestamp));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static ObjectNode signed(String type, int version) {
        Instant expires = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        return StrictJson.object()
                .put("_type", type)
                .put("spec_version", "1.0.31")
                .put("version", version)
                .put("expires", expires.toString());
    }

    // Sorted, compact and without a character that is escaped, this is canonical.
    private byte[] envelope(ObjectNode signed) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(StrictJson.write(signed));
        ObjectNode envelope = StrictJson.object();
        envelope.putArray("signatures")
                .addObject()
                .put("keyid", "k")
                .put("sig", HexFormat.of().formatHex(signer.sign()));
        envelope.set("signed", signed);
        return StrictJson.write(envelope);
    }
}
