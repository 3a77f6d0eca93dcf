package dev.attest.pipeline;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Runs tasks side by side and gives their results in order; the first that fails ends all. */
final class Parallel {
    private Parallel() {}

    static <T> List<T> all(ExecutorService executor, List<Callable<T>> tasks) throws IOException {
        var futures = new ArrayList<Future<T>>();
        tasks.forEach(task -> futures.add(executor.submit(task)));
        try {
            var results = new ArrayList<T>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private static IOException unwrapped(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException world) {
            return world;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException fault) {
            throw fault;
        }
        return new IOException(cause == null ? e : cause);
    }
}
