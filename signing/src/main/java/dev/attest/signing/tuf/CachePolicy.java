package dev.attest.signing.tuf;

import java.time.Duration;

/** When a repository is asked, and how old an answer from the cache may be. */
public final class CachePolicy {
    private final boolean network;
    private final Duration maxAge;
    private final boolean expiredTimestamp;

    private CachePolicy(boolean network, Duration maxAge, boolean expiredTimestamp) {
        this.network = network;
        this.maxAge = maxAge;
        this.expiredTimestamp = expiredTimestamp;
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("an age is not negative");
        }
    }

    /** Asks the repository every time. */
    public static CachePolicy ask() {
        return new CachePolicy(true, Duration.ZERO, false);
    }

    /**
     * Uses the cache where it was checked less than {@code age} ago and nothing in it has expired, else asks the
     * repository. A repository that then fails is an error: no older state is used instead.
     */
    public static CachePolicy askAfter(Duration age) {
        return new CachePolicy(true, age, false);
    }

    /** Uses the cache alone; refused where it was checked {@code maxAge} ago or longer, and where it has expired. */
    public static CachePolicy offline(Duration maxAge) {
        return new CachePolicy(false, maxAge, false);
    }

    /**
     * As {@link #offline}, but a timestamp that has expired since is accepted: a timestamp lives for days, and without
     * the network nobody can renew it. What is given up for {@code maxAge} is the certainty that nothing newer exists.
     * Root, snapshot and targets must not have expired.
     */
    public static CachePolicy offlineBeyondTimestamp(Duration maxAge) {
        return new CachePolicy(false, maxAge, true);
    }

    boolean network() {
        return network;
    }

    Duration maxAge() {
        return maxAge;
    }

    boolean expiredTimestamp() {
        return expiredTimestamp;
    }
}
