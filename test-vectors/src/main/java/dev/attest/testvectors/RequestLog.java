package dev.attest.testvectors;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What a {@link FakeRegistry} was asked, and when; requests may be held up, as a distant registry's are. */
final class RequestLog {
    /** One request with the time from its arrival to the end of its delay, in nanoseconds. */
    private record Entry(String method, String path, long from, long until) {}

    private final List<Entry> entries = new ArrayList<>();
    private volatile Duration latency = Duration.ZERO;

    void latency(Duration each) {
        latency = each;
    }

    /** Notes a request and holds it up. */
    void note(String method, String path) throws IOException {
        int place;
        long from = System.nanoTime();
        synchronized (entries) {
            place = entries.size();
            entries.add(new Entry(method, path, from, Long.MAX_VALUE));
        }
        try {
            Thread.sleep(latency.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the registry is closed");
        }
        // Before the answer leaves, so that what the client does next begins later.
        synchronized (entries) {
            entries.set(place, new Entry(method, path, from, System.nanoTime()));
        }
    }

    List<String> requests() {
        synchronized (entries) {
            return entries.stream()
                    .map(entry -> entry.method() + " " + entry.path())
                    .toList();
        }
    }

    List<Step> steps(Set<String> configs, int from) {
        synchronized (entries) {
            return entries.subList(from, entries.size()).stream()
                    .map(entry -> Step.of(entry.method(), entry.path(), configs))
                    .toList();
        }
    }

    /** The most requests that were made one after the other, each after the end of the one before. */
    int longestChain(int from) {
        List<Entry> byEnd;
        synchronized (entries) {
            byEnd = new ArrayList<>(entries.subList(from, entries.size()));
        }
        byEnd.sort(Comparator.comparingLong(Entry::until));
        int length = 0;
        long end = Long.MIN_VALUE;
        for (Entry entry : byEnd) {
            if (entry.from() >= end && entry.until() < Long.MAX_VALUE) {
                length++;
                end = entry.until();
            }
        }
        return length;
    }
}
