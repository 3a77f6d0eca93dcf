package dev.attest.pipeline;

import dev.attest.oci.MalformedImageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Runs tasks side by side and gives their results in order; the first that fails ends all. Must not be called from a
 * task of the same executor, whose threads could all be waiting for each other.
 */
final class Parallel {
    private Parallel() {}

    static <T> List<T> all(ExecutorService executor, List<? extends Callable<T>> tasks)
            throws IOException, MalformedImageException {
        var futures = new ArrayList<Future<T>>();
        try {
            for (Callable<T> task : tasks) {
                futures.add(executor.submit(task));
            }
            var results = new ArrayList<T>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while evidence was read");
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private static IOException unwrapped(ExecutionException e) throws MalformedImageException {
        Throwable cause = e.getCause();
        if (cause instanceof IOException world) {
            return world;
        }
        if (cause instanceof MalformedImageException malformed) {
            throw malformed;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("a task failed in a way that none should", cause);
    }
}
