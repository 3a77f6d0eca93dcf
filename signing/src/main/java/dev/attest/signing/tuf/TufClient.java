package dev.attest.signing.tuf;

import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.MetaFile;
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
        if (!policy.network()) {
            return view(offline(policy), false);
        }
        Optional<TrustedSet> fresh = fresh(policy);
        if (fresh.isPresent()) {
            return view(fresh.get(), true);
        }
        return view(
                cache.locked(PATIENCE, () -> {
                    // Whoever held the lock may have done the work meanwhile.
                    Optional<TrustedSet> since = fresh(policy);
                    return since.isPresent()
                            ? since.get()
                            : new Update(repository, cache, downloads, clock.instant()).run();
                }),
                true);
    }

    private TufView view(TrustedSet set, boolean online) {
        var place = new TufView.Place(repository, cache, online ? downloads : null);
        return new TufView(set, place, clock.instant());
    }

    private Optional<TrustedSet> fresh(CachePolicy policy) throws IOException {
        try {
            return cached(policy);
        } catch (TufException e) {
            // Expired, damaged, or too old: reasons to ask the repository.
            return Optional.empty();
        }
    }

    private TrustedSet offline(CachePolicy policy) throws IOException, TufException {
        return cached(policy)
                .orElseThrow(() -> new IOException(
                        "nothing complete is in the cache " + cache.place() + " yet; update it once with the network"));
    }

    /** The last complete state, verified from the root on as if it had just been fetched. */
    private Optional<TrustedSet> cached(CachePolicy policy) throws IOException, TufException {
        Optional<CachedSet> kept = cache.complete();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        requireAge(Duration.between(kept.get().checked(), now), policy);
        Root root = Update.trustedRoot(cache);
        root.metadata().requireCurrent(now);
        Timestamp timestamp = Timestamp.verify(kept.get().timestamp(), root);
        if (!policy.expiredTimestamp()) {
            timestamp.metadata().requireCurrent(now);
        }
        Snapshot snapshot = Snapshot.verify(kept.get().snapshot(), root);
        snapshot.requireAnnounced(timestamp);
        snapshot.metadata().requireCurrent(now);
        MetaFile announced = snapshot.file("targets");
        Targets targets = Targets.verify(kept.get().targets(), "targets", root.role("targets"), announced);
        targets.metadata().requireCurrent(now);
        return Optional.of(
                new TrustedSet(root, timestamp, snapshot, targets, kept.get().checked()));
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
