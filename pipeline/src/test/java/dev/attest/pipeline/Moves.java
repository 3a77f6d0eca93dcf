package dev.attest.pipeline;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Moves images between places by what a user would write, and looks at what came of it. */
final class Moves implements AutoCloseable {
    static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    final List<String> steps = new ArrayList<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final Repositories repositories =
            new Repositories(() -> RegistrySettings.standard(Map.of()).withSleeper(duration -> {}));

    static Reference reference(String image) {
        return References.parse(image, Optional.empty());
    }

    Repository open(String image) throws Exception {
        return repositories.open(reference(image));
    }

    Destination destination(String place) throws IOException {
        return repositories.destination(References.parseDestination(place));
    }

    CopyReport copy(String from, String to) throws Exception {
        Reference place = References.parseDestination(to);
        return copy(
                new CopyOrder(
                        reference(from),
                        Optional.empty(),
                        place.tag().or(() -> reference(from).tag()),
                        List.of(),
                        Set.of()),
                to);
    }

    CopyReport copy(CopyOrder order, String to) throws Exception {
        try (Repository source = repositories.open(order.image());
                Destination destination = destination(to)) {
            return copy(Places.same(source), order, destination);
        }
    }

    CopyReport copy(Places source, CopyOrder order, Destination destination) throws Exception {
        return new CopyImage(executor, step -> {
                    synchronized (steps) {
                        steps.add(step);
                    }
                })
                .copy(source, order, destination);
    }

    static CopyOrder order(String image) {
        return new CopyOrder(reference(image), Optional.empty(), Optional.of("1"), List.of(), Set.of());
    }

    /** Attaches something to what is there under this name and returns the descriptor that lists it. */
    Descriptor attach(String image, String text) throws Exception {
        try (Repository repository = open(image)) {
            var artifact = new Artifact(
                    BUNDLE,
                    text.getBytes(StandardCharsets.UTF_8),
                    Map.of("dev.sigstore.bundle.predicateType", "https://example.com/" + text));
            return repository
                    .attach(repository.resolve(reference(image)), List.of(artifact))
                    .get(0);
        }
    }

    List<Descriptor> referrers(String image) throws Exception {
        try (Repository repository = open(image)) {
            return repository.referrers(repository.resolve(reference(image)).digest());
        }
    }

    /** The files of a folder by their names, locks left out. */
    static Map<String, String> files(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        files.remove(".attest.lock");
        return files;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
