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

    /** The answers in the order of the questions. After a failure nothing new is asked and the rest is called off. */
    static <T> List<T> askAll(List<Question<T>> questions, Executor executor) throws SigningException {
        var failure = new AtomicReference<SigningException>();
        var tasks = new ArrayList<FutureTask<T>>();
        for (Question<T> question : questions) {
            tasks.add(new FutureTask<>(() -> askUnlessFailed(question, failure)));
        }
        try {
            tasks.forEach(executor::execute);
            var answers = new ArrayList<T>();
            for (FutureTask<T> task : tasks) {
                answers.add(task.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw cause(e, failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SigningException.world("interrupted while signing");
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    private static <T> T askUnlessFailed(Question<T> question, AtomicReference<SigningException> failure)
            throws SigningException {
        if (failure.get() != null) {
            throw new CancellationException();
        }
        try {
            return question.ask();
        } catch (SigningException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    private static SigningException cause(ExecutionException e, AtomicReference<SigningException> failure) {
        SigningException first = failure.get();
        if (first != null) {
            return first;
        }
        throw new IllegalStateException("a question failed in a way that none should", e.getCause());
    }
}
