package dev.attest.signing.tuf;

import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.Delegation;
import dev.attest.signing.tuf.metadata.MetaFile;
import dev.attest.signing.tuf.metadata.Role;
import dev.attest.signing.tuf.metadata.TargetFile;
import dev.attest.signing.tuf.metadata.Targets;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One verified, consistent state of a repository, and the targets in it. */
public final class TufView {
    private static final int MAX_PATH = 1024;

    private final TrustedSet set;
    private final TufRepository repository;
    private final TufCache cache;
    private final @Nullable Downloads downloads;
    private final Instant start;

    /** Without {@code downloads} only what is in the cache can be had. */
    TufView(TrustedSet set, Place place, Instant start) {
        this.set = set;
        this.repository = place.repository();
        this.cache = place.cache();
        this.downloads = place.downloads();
        this.start = start;
    }

    /** Where files come from. */
    record Place(TufRepository repository, TufCache cache, @Nullable Downloads downloads) {}

    public TufState state() {
        return set.state();
    }

    /**
     * What the repository announces of a target: a search through the delegations, depth first, in their order (§5.6.7).
     * A role that cannot be fetched or verified ends the search; nobody is asked in its place.
     */
    public Optional<TargetFile> find(String path) throws IOException, TufException {
        requireTargetPath(path);
        var visited = new HashSet<String>();
        var waiting = new ArrayDeque<Delegation>();
        Targets targets = set.targets();
        while (true) {
            Optional<TargetFile> found = targets.target(path);
            if (found.isPresent()) {
                return found;
            }
            push(targets.delegations(), path, waiting);
            while (!waiting.isEmpty() && visited.contains(waiting.peek().name())) {
                waiting.pop();
            }
            if (waiting.isEmpty()) {
                return Optional.empty();
            }
            if (visited.size() == Limits.VISITS) {
                throw new TufException(
                        Check.DELEGATIONS, "targets.json: a search of more than " + Limits.VISITS + " delegated roles");
            }
            Delegation delegation = waiting.pop();
            visited.add(delegation.name());
            targets = delegated(delegation);
        }
    }

    /** The content of a target that {@link #find} finds, verified; from the cache where it holds just that. */
    public byte[] target(String path) throws IOException, TufException {
        TargetFile file = find(path)
                .orElseThrow(() -> new TufException(Check.NO_TARGET, "targets.json: no role announces " + path));
        Optional<byte[]> kept = cache.readTarget(path).filter(content -> isContent(file, content));
        if (kept.isPresent()) {
            return kept.get();
        }
        if (file.length() > Limits.TARGET) {
            throw new TufException(
                    Check.LENGTH, path + ": " + file.length() + " bytes, at most " + Limits.TARGET + " are read");
        }
        Optional<String> digest =
                Optional.of(file.digest()).filter(hash -> set.root().consistentSnapshot());
        // A service's answer may be empty, a bound may not.
        int bound = Math.max(1, (int) file.length());
        byte[] content = online(path).file(repository.targetFile(path, digest), bound, path);
        file.requireContent(content);
        cache.writeTarget(path, content);
        return content;
    }

    private static boolean isContent(TargetFile file, byte[] content) {
        try {
            file.requireContent(content);
            return true;
        } catch (TufException e) {
            return false;
        }
    }

    /** Of the delegations that cover the path all up to the first terminating one, the first on top. */
    private static void push(List<Delegation> delegations, String path, ArrayDeque<Delegation> waiting) {
        var covering = new ArrayDeque<Delegation>();
        for (Delegation delegation : delegations) {
            if (delegation.covers(path)) {
                covering.push(delegation);
                if (delegation.terminating()) {
                    waiting.clear();
                    break;
                }
            }
        }
        covering.forEach(waiting::push);
    }

    /** Verified by whoever delegates now, whoever delegated to the same name before. */
    private Targets delegated(Delegation delegation) throws IOException, TufException {
        String name = delegation.name();
        MetaFile announced = set.snapshot().file(name);
        String file = TufCache.delegated(name);
        Optional<byte[]> kept = cache.read(file, Limits.TARGETS);
        if (kept.isPresent()) {
            try {
                return current(kept.get(), name, delegation.role(), announced);
            } catch (TufException e) {
                // Of an older version, or of another delegator: asked for below.
                cache.delete(file);
            }
        }
        byte[] fetched = online(name)
                .file(
                        repository.metadataFile(name, Update.version(set.root(), announced)),
                        announced.atMost(Limits.TARGETS),
                        name + ".json");
        Targets targets = current(fetched, name, delegation.role(), announced);
        cache.write(file, fetched);
        return targets;
    }

    private Targets current(byte[] file, String name, Role role, MetaFile announced) throws TufException {
        Targets targets = Targets.verify(file, name, role, announced);
        targets.metadata().requireCurrent(start);
        return targets;
    }

    private Downloads online(String what) throws IOException {
        if (downloads == null) {
            throw new IOException(what + ": not in the cache " + cache.place() + ", and nothing is fetched offline");
        }
        return downloads;
    }

    /** A path is relative, and every segment of it is a name (§4.5): it becomes part of addresses. */
    private static void requireTargetPath(String path) throws TufException {
        boolean named = !path.isEmpty() && path.length() <= MAX_PATH;
        for (String segment : path.split("/", -1)) {
            named &= !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
        }
        if (!named || path.chars().anyMatch(Character::isISOControl)) {
            throw new TufException(Check.NO_TARGET, "not the path of a target: relative, without . and ..");
        }
    }
}
