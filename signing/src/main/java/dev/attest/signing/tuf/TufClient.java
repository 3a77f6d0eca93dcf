package dev.attest.signing.tuf;

import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.Root;
import dev.attest.signing.tuf.metadata.Snapshot;
import dev.attest.signing.tuf.metadata.Targets;
import dev.attest.signing.tuf.metadata.Timestamp;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client of one TUF repository (specification 1.0, §5). It begins with a trusted root in its cache and never trusts
 * anything that does not follow from it. A refusal is a {@link TufException}; a repository or a folder that fails is an
 * {@link IOException}; after both the cache holds what was trusted before or was verified since.
 */
public final class TufClient {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TufRepository repository;
    private final TufCache cache;
    private final Downloads downloads;
    private final Clock clock;

    public TufClient(TufRepository repository, TufCache cache, ServiceClient client, Clock clock) {
        this.repository = repository;
        this.cache = cache;
        this.downloads = new Downloads(client);
        this.clock = clock;
    }

    /**
     * Puts a root that the user trusts where updates begin. A cache that has a root keeps it: whatever it was updated to
     * followed from its own.
     */
    public static void initialise(TufCache cache, byte[] root) throws IOException, TufException {
        Root.trusted(root);
        cache.locked(PATIENCE, () -> {
            if (!cache.isInitialised()) {
                cache.write("root", root);
            }
            return cache;
        });
    }

    /** The state of the repository, from the cache or from the repository as {@code policy} says. */
    public TufView view(CachePolicy policy) throws IOException, TufException {
        Instant now = clock.instant();
        if (!policy.network()) {
            return view(offline(policy, now), null, now);
        }
        Optional<TrustedSet> fresh = fresh(policy, now);
        return fresh.isPresent() ? view(fresh.get(), downloads, now) : cache.locked(PATIENCE, () -> updated(policy));
    }

    /** Whoever held the lock before may have done the work meanwhile. */
    private TufView updated(CachePolicy policy) throws IOException, TufException {
        Instant start = clock.instant();
        Optional<TrustedSet> since = fresh(policy, start);
        TrustedSet set = since.isPresent() ? since.get() : new Update(repository, cache, downloads, start).run();
        return view(set, downloads, start);
    }

    private TufView view(TrustedSet set, @Nullable Downloads source, Instant start) {
        return new TufView(set, new TufView.Place(repository, cache, source), start);
    }

    private Optional<TrustedSet> fresh(CachePolicy policy, Instant now) throws IOException {
        try {
            return cached(policy, now);
        } catch (TufException e) {
            // Expired, damaged, or too old: reasons to ask the repository.
            return Optional.empty();
        }
    }

    private TrustedSet offline(CachePolicy policy, Instant now) throws IOException, TufException {
        return cached(policy, now)
                .orElseThrow(() -> new IOException(
                        "nothing complete is in the cache " + cache.place() + " yet; update it once with the network"));
    }

    /** The last complete state, verified from the root on as if it had just been fetched. */
    private Optional<TrustedSet> cached(CachePolicy policy, Instant now) throws IOException, TufException {
        Optional<CachedSet> complete = cache.complete();
        if (complete.isEmpty()) {
            return Optional.empty();
        }
        CachedSet kept = complete.get();
        requireAge(Duration.between(kept.checked(), now), policy);
        Root root = Update.trustedRoot(cache);
        root.metadata().requireCurrent(now);
        Timestamp timestamp = Timestamp.verify(kept.timestamp(), root);
        if (!policy.expiredTimestamp()) {
            timestamp.metadata().requireCurrent(now);
        }
        Snapshot snapshot = Snapshot.verify(kept.snapshot(), root);
        snapshot.requireAnnounced(timestamp);
        snapshot.metadata().requireCurrent(now);
        Targets targets = Targets.verify(kept.targets(), "targets", root.role("targets"), snapshot.file("targets"));
        targets.metadata().requireCurrent(now);
        return Optional.of(new TrustedSet(root, timestamp, snapshot, targets, kept.checked()));
    }

    private static void requireAge(Duration age, CachePolicy policy) throws TufException {
        if (age.isNegative()) {
            throw new TufException(Check.AGE, "cache: last checked in the future; is the clock right?");
        }
        if (age.compareTo(policy.maxAge()) >= 0) {
            throw new TufException(
                    Check.AGE,
                    "cache: last checked " + hours(age) + " ago, at most " + hours(policy.maxAge()) + " are accepted");
        }
    }

    private static String hours(Duration age) {
        return age.toHours() < 1 ? age.toMinutes() + " minutes" : age.toHours() + " hours";
    }
}
