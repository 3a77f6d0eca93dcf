package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What attest needs of every registry, and does with it. In the build it is held against the double in its habits; with
 * {@code -Dattest.registry=HOST:PORT,…} against the registries there (interop lane registry-contract), with the logins of the
 * environment.
 */
class RegistryContractTest {
    private static final String REAL = System.getProperty("attest.registry", "");

    /** More than is held in memory; of a double that lists two at a time, enough for thirty pages. */
    private static final int LARGE = REAL.isEmpty() ? 12 << 20 : 24 << 20;

    private static final int MANY = REAL.isEmpty() ? 60 : 300;

    static List<ContractPlace> places() {
        return REAL.isEmpty()
                ? ContractPlace.doubles()
                : Arrays.stream(REAL.split(",", -1)).map(ContractPlace::real).toList();
    }

    @ParameterizedTest
    @MethodSource("places")
    void what_was_pushed_is_resolved_and_read(ContractPlace place) throws Exception {
        try (place) {
            byte[] layer = "some layer".getBytes(StandardCharsets.UTF_8);
            Descriptor root = place.push("latest", layer);
            try (Repository repository = place.open()) {
                assertThat(repository.resolve(place.reference(":latest"))).isEqualTo(root);
                assertThat(repository.resolve(place.reference("@" + root.digest())))
                        .isEqualTo(root);
                Image image = ImageReader.read(repository, root);
                Descriptor read = image.platforms().get(0).layers().get(0);
                assertThat(Content.read(repository, read, layer.length)).isEqualTo(layer);
                assertThatThrownBy(() -> repository.resolve(place.reference(":other")))
                        .isInstanceOf(NotFoundException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void what_is_attached_is_listed_once_however_often_it_is_attached(ContractPlace place) throws Exception {
        try (place) {
            Descriptor root = place.push("latest", new byte[] {1});
            try (Repository repository = place.open()) {
                assertThat(repository.referrers(root.digest())).isEmpty();
                List<Descriptor> attached = repository.attach(root, List.of(artifact("a"), artifact("b")));
                assertThat(repository
                                .attach(root, List.of(artifact("b"), artifact("c")))
                                .get(0))
                        .isEqualTo(attached.get(1));
                List<Descriptor> listed = repository.referrers(root.digest());
                assertThat(listed).hasSize(3);
                // go-containerregistry's registry lists the type of the config instead, so that only manifests tell.
                assertThat(listed).allSatisfy(entry -> assertThat(place.isReal() || hasType(entry))
                        .isTrue());
                for (Descriptor entry : listed) {
                    byte[] manifest = repository.manifest(entry);
                    assertThat(manifest).hasSize((int) entry.size());
                    assertThat(new String(manifest, StandardCharsets.UTF_8)).contains(RegistryFixture.BUNDLE);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void eight_that_attach_at_once_lose_nothing(ContractPlace place) throws Exception {
        try (place) {
            Descriptor root = place.push("latest", new byte[] {2});
            var tasks = new ArrayList<Callable<List<Descriptor>>>();
            for (int writer = 0; writer < 8; writer++) {
                String name = "writer " + writer;
                tasks.add(() -> {
                    try (Repository repository = place.open()) {
                        return repository.attach(root, List.of(artifact(name), artifact(name + "+")));
                    }
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
            for (Future<List<Descriptor>> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).hasSize(2);
            }
            threads.shutdown();
            try (Repository repository = place.open()) {
                assertThat(repository.referrers(root.digest())).hasSize(2 * tasks.size());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void a_large_blob_arrives_whole(ContractPlace place) throws Exception {
        try (place) {
            byte[] layer = new byte[LARGE];
            new Random(1).nextBytes(layer);
            Descriptor root = place.push("latest", layer);
            try (Repository repository = place.open()) {
                Image image = ImageReader.read(repository, root);
                try (InputStream in =
                        repository.blob(image.platforms().get(0).layers().get(0))) {
                    assertThat(Arrays.equals(in.readAllBytes(), layer)).isTrue();
                }
                var large = new Artifact(RegistryFixture.BUNDLE, Arrays.copyOf(layer, LARGE / 3), Map.of());
                repository.attach(root, List.of(large));
                assertThat(repository.referrers(root.digest())).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void many_referrers_are_all_listed(ContractPlace place) throws Exception {
        try (place) {
            Descriptor root = place.push("latest", new byte[] {3});
            var artifacts = new ArrayList<Artifact>();
            for (int i = 0; i < MANY; i++) {
                artifacts.add(artifact("n" + i));
            }
            try (Repository repository = place.open()) {
                repository.attach(root, artifacts);
                assertThat(repository.referrers(root.digest())).hasSize(MANY);
            }
        }
    }

    private static boolean hasType(Descriptor entry) {
        return entry.artifactType().equals(Optional.of(RegistryFixture.BUNDLE));
    }

    private static Artifact artifact(String text) {
        return RegistryFixture.artifact(text);
    }
}
