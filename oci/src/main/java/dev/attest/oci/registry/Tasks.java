package dev.attest.oci.registry;

import dev.attest.oci.MalformedImageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Requests that run side by side, each with an outcome of its own. */
final class Tasks {
    private Tasks() {}

    /** A value, or the problem in its place: an {@link IOException} or a {@link MalformedImageException}. */
    record Outcome<T>(@Nullable T value, @Nullable Exception problem) {
        T orThrow() throws IOException, MalformedImageException {
            if (problem instanceof MalformedImageException malformed) {
                throw malformed;
            }
            if (problem instanceof IOException world) {
                throw world;
            }
            if (value == null) {
                throw new IllegalStateException("a task without an outcome", problem);
            }
            return value;
        }
    }

    /** The outcomes in the order of the tasks, none of which gives null, when all have ended. */
    static <T> List<Outcome<T>> all(Executor executor, List<Callable<T>> tasks) throws IOException {
        var running = new ArrayList<FutureTask<T>>();
        try {
            for (Callable<T> task : tasks) {
                var future = new FutureTask<T>(task);
                running.add(future);
                executor.execute(future);
            }
            var outcomes = new ArrayList<Outcome<T>>();
            for (FutureTask<T> future : running) {
                outcomes.add(outcome(future));
            }
            return outcomes;
        } finally {
            running.forEach(future -> future.cancel(true));
        }
    }

    /** Asks on a thread of its own, which no pool can keep waiting, while the caller asks something else. */
    static <T> FutureTask<T> aside(Callable<T> task) {
        var future = new FutureTask<T>(task);
        var thread = new Thread(future, "attest-aside");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    static <T> Outcome<T> outcome(FutureTask<T> future) throws IOException {
        try {
            return new Outcome<>(future.get(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a registry was asked");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException || cause instanceof MalformedImageException) {
                return new Outcome<>(null, (Exception) cause);
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a request failed in a way that none should", cause);
        }
    }
}
