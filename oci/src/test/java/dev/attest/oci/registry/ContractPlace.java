package dev.attest.oci.registry;

import dev.attest.oci.Credentials;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A repository of its own in a registry that is held to the contract: a double that is started for it, or a real one. */
final class ContractPlace implements AutoCloseable {
    /** A double answers at once: pauses that order writers against each other may be as much shorter. */
    private static final int FASTER = 20;

    private static final List<Set<Habit>> DOUBLES = List.of(
            Set.of(),
            Set.of(Habit.ETAG),
            Set.of(Habit.REFERRERS_API),
            Set.of(Habit.REFERRERS_API, Habit.PAGES, Habit.SEPARATE),
            Set.of(Habit.REFERRERS_API, Habit.TOKEN),
            Set.of(Habit.BASIC, Habit.REDIRECT, Habit.NO_RANGE));

    private final String name;
    private final Set<Habit> habits;
    private final String repository = "contract/" + UUID.randomUUID();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Optional<FakeRegistry> started = Optional.empty();

    private ContractPlace(String name, Set<Habit> habits) {
        this.name = name;
        this.habits = habits;
    }

    static List<ContractPlace> doubles() {
        return DOUBLES.stream().map(habits -> new ContractPlace("", habits)).toList();
    }

    static ContractPlace real(String host) {
        return new ContractPlace(host, Set.of());
    }

    boolean isReal() {
        return !name.isEmpty();
    }

    /** Pushes an image of one uncompressed layer under a tag, with plain requests: what is tested has no part in it. */
    Descriptor push(String tag, byte[] layer) throws Exception {
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + LayoutBuilder.sha256(layer) + "\"]}}";
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"config\":"
                        + blob(LayoutBuilder.CONFIG, config.getBytes(StandardCharsets.UTF_8)) + ",\"layers\":["
                        + blob("application/vnd.oci.image.layer.v1.tar", layer) + "]}")
                .getBytes(StandardCharsets.UTF_8);
        send("PUT", uri("manifests/" + tag), MediaTypes.OCI_MANIFEST, manifest, 201);
        return new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(manifest), manifest.length);
    }

    Repository open() throws Exception {
        return new Repositories(this::settings).open(reference(":latest"));
    }

    Reference reference(String suffix) {
        return References.parse(host() + "/" + repository + suffix, Optional.empty());
    }

    @Override
    public void close() {
        started.ifPresent(FakeRegistry::close);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "double with " + habits : name;
    }

    private RegistrySettings settings() {
        if (!name.isEmpty()) {
            return RegistrySettings.standard(System.getenv());
        }
        return RegistrySettings.standard(Map.of())
                .withSleeper(pause -> Thread.sleep(pause.dividedBy(FASTER).toMillis()))
                .withCredentials((registry, any) ->
                        Optional.of(Credentials.Login.password(FakeRegistry.USER, FakeRegistry.PASSWORD)));
    }

    private synchronized String host() {
        if (!name.isEmpty()) {
            return name;
        }
        if (started.isEmpty()) {
            try {
                started = Optional.of(FakeRegistry.start(habits.toArray(new Habit[0])));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return started.orElseThrow().host();
    }

    private URI uri(String path) {
        return URI.create("http://" + host() + "/v2/" + repository + "/" + path);
    }

    private String blob(String mediaType, byte[] content) throws Exception {
        String digest = LayoutBuilder.sha256(content);
        URI start = uri("blobs/uploads/");
        HttpResponse<String> begun = send("POST", start, "", new byte[0], 202);
        String location = start.resolve(begun.headers().firstValue("Location").orElseThrow())
                .toString();
        String separator = location.contains("?") ? "&" : "?";
        URI end = URI.create(location + separator + "digest=" + digest.replace(":", "%3A"));
        send("PUT", end, "application/octet-stream", content, 201);
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + content.length + "}";
    }

    /** What a double with this habit wants to see; real registries are pushed to without a login. */
    private Optional<String> authorization() throws Exception {
        byte[] pair = (FakeRegistry.USER + ":" + FakeRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8);
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair);
        if (!habits.contains(Habit.TOKEN)) {
            return habits.contains(Habit.BASIC) ? Optional.of(basic) : Optional.empty();
        }
        URI service = URI.create("http://" + host() + "/token?scope=repository:" + repository + ":pull,push");
        var request = HttpRequest.newBuilder(service).header("Authorization", basic);
        String answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return Optional.of("Bearer " + answer.split("\"", -1)[3]);
    }

    private HttpResponse<String> send(String method, URI uri, String mediaType, byte[] body, int expected)
            throws Exception {
        var answers = new ArrayList<String>();
        for (Optional<String> authorization : List.of(Optional.<String>empty(), authorization())) {
            var request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            if (!mediaType.isEmpty()) {
                request.header("Content-Type", mediaType);
            }
            authorization.ifPresent(value -> request.header("Authorization", value));
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == expected) {
                return response;
            }
            answers.add(response.statusCode() + " " + response.body());
        }
        throw new IllegalStateException(method + " " + uri + ": " + answers);
    }
}
