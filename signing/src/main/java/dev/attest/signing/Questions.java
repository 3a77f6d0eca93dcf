package dev.attest.signing;

import dev.attest.signing.service.SigningException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/** Asks many things at once and gets all answers or the first failure; none waits for another, so one thread is enough. */
final class Questions {
    interface Question<T> {
        T ask() throws SigningException;
    }

    private Questions() {}

    /** The answers in the order of the questions. The first failure calls off all that is not answered yet. */
    static <T> List<T> askAll(List<Question<T>> questions, Executor executor) throws SigningException {
        var failure = new AtomicReference<SigningException>();
        var tasks = new ArrayList<FutureTask<T>>();
        for (Question<T> question : questions) {
            int own = tasks.size();
            tasks.add(new FutureTask<>(() -> ask(question, failure, () -> callOff(tasks, own))));
        }
        try {
            tasks.forEach(executor::execute);
            var answers = new ArrayList<T>();
            for (FutureTask<T> task : tasks) {
                answers.add(task.get());
            }
            return answers;
        } catch (ExecutionException | CancellationException e) {
            throw first(failure, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SigningException.world("interrupted while signing");
        } finally {
            callOff(tasks, tasks.size());
        }
    }

    private static <T> T ask(Question<T> question, AtomicReference<SigningException> failure, Runnable callOff)
            throws SigningException {
        try {
            return question.ask();
        } catch (SigningException e) {
            // What fails because it was called off is not the failure.
            if (failure.compareAndSet(null, e)) {
                callOff.run();
            }
            throw e;
        }
    }

    // Not the task that calls off: it would interrupt the thread that it runs on.
    private static <T> void callOff(List<FutureTask<T>> tasks, int except) {
        for (int i = 0; i < tasks.size(); i++) {
            if (i != except) {
                tasks.get(i).cancel(true);
            }
        }
    }

    private static SigningException first(AtomicReference<SigningException> failure, Exception e) {
        SigningException first = failure.get();
        if (first == null) {
            throw new IllegalStateException("a question failed in a way that none should", e);
        }
        return first;
    }
}
