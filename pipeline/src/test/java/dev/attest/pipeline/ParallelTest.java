package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.MalformedImageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void answers_come_in_the_order_of_the_tasks() throws Exception {
        var tasks = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 100; i++) {
            int answer = i;
            tasks.add(() -> answer);
        }
        assertThat(Parallel.all(executor, tasks)).hasSize(100).isSorted();
        assertThat(Parallel.all(executor, List.<Callable<Integer>>of())).isEmpty();
    }

    @Test
    void a_failure_is_thrown_as_it_is() {
        for (Throwable failure : List.of(
                new IOException("world"), new MalformedImageException("malformed"), new StackOverflowError("deep"))) {
            Callable<Integer> failing = () -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            };
            assertThatThrownBy(() -> Parallel.all(executor, List.of(() -> 1, failing)))
                    .isSameAs(failure);
        }
    }

    @Test
    void what_no_task_should_throw_is_a_fault() {
        Callable<Integer> failing = () -> {
            throw new IllegalArgumentException("x");
        };
        assertThatThrownBy(() -> Parallel.all(executor, List.of(failing)))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_failure_calls_off_what_is_under_way() throws Exception {
        var started = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Callable<Integer> failing = () -> {
            started.await();
            throw new IOException("world");
        };
        Callable<Integer> waiting = () -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return 1;
        };
        assertThatThrownBy(() -> Parallel.all(executor, List.of(failing, waiting)))
                .isInstanceOf(IOException.class);
        interrupted.await();
    }

    @Test
    void an_interruption_is_kept_and_ends_the_wait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Parallel.all(executor, List.of(() -> {
                    new CountDownLatch(1).await();
                    return 1;
                })))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
