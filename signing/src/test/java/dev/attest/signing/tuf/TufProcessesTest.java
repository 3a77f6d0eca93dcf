package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One folder, many users of it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TufProcessesTest {
    private static final CachePolicy OFFLINE = CachePolicy.offline(Duration.ofDays(1));

    @TempDir
    Path folder;

    private TestRepository repository;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        repository.hashes = true;
        repository.target("targets", "file", "content");
        repository.publish("targets", "snapshot", "timestamp");
        repository.client(folder).view(CachePolicy.ask()).target("file");
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    @Test
    void processes_and_threads_share_a_folder() throws Exception {
        Process other = Updates.start(folder, repository.address(), 30);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        var publishing = new AtomicBoolean(true);
        var work = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 3; i++) {
            work.add(threads.submit(() -> {
                for (int n = 0; n < 15; n++) {
                    repository.client(folder).view(CachePolicy.ask()).target("file");
                }
                return 15;
            }));
        }
        for (int i = 0; i < 2; i++) {
            work.add(threads.submit(reader(publishing)));
        }
        for (int i = 0; i < 20; i++) {
            repository.publish("targets", "snapshot", "timestamp");
            Thread.sleep(20);
        }
        assertThat(other.waitFor()).isZero();
        publishing.set(false);
        for (Future<Integer> one : work) {
            assertThat(one.get()).isPositive();
        }
        threads.shutdownNow();
        assertThat(repository
                        .client(folder)
                        .view(CachePolicy.ask())
                        .state()
                        .targets()
                        .version())
                .isEqualTo(22);
    }

    /** Reads without a lock while others write: every state it sees is whole, and none is older than one before. */
    private Callable<Integer> reader(AtomicBoolean publishing) {
        return () -> {
            int reads = 0;
            long newest = 0;
            while (publishing.get() || reads == 0) {
                TufState state = repository.client(folder).view(OFFLINE).state();
                assertThat(state.targets().version()).isGreaterThanOrEqualTo(newest);
                newest = state.targets().version();
                reads++;
            }
            return reads;
        };
    }

    @Test
    void a_process_that_is_killed_leaves_a_folder_that_works() throws Exception {
        for (int round = 0; round < 4; round++) {
            Process other = Updates.start(folder, repository.address(), 10_000);
            try (var lines =
                    new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isNotNull();
                for (int i = 0; i < 5 + round; i++) {
                    repository.publish("targets", "snapshot", "timestamp");
                    Thread.sleep(7 + round);
                }
            } finally {
                other.destroyForcibly().waitFor();
            }
            assertThat(repository.client(folder).view(OFFLINE).target("file")).isNotEmpty();
            assertThat(repository
                            .client(folder)
                            .view(CachePolicy.ask())
                            .state()
                            .timestamp()
                            .version())
                    .isEqualTo(repository.signed("timestamp").get("version").asLong());
        }
    }
}
