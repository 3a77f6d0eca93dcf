package dev.attest.oci.registry;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.IncompleteException;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.SubjectArtifacts;
import dev.attest.oci.content.ArtifactManifest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Attaches artifacts to subjects: pushes what is missing, each blob once, then sees to it that all of it is listed. What
 * fails keeps nothing else from being attached.
 */
final class Attacher {
    private static final int CONFIRMATIONS = 3;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final RegistryClient client;
    private final Referrers referrers;
    private final Uploads uploads;
    private final FallbackTag fallbackTag;
    private final Set<Digest> pushed = ConcurrentHashMap.newKeySet();

    Attacher(RegistryClient client, Referrers referrers) {
        this.client = client;
        this.referrers = referrers;
        this.uploads = new Uploads(client);
        this.fallbackTag = new FallbackTag(client, referrers);
    }

    /**
     * Proves that the login may push, by pushing the configuration that every artifact needs. Whether it is there already
     * is not asked: that would prove only that it may be read.
     */
    void checkWritable() throws IOException {
        try {
            uploads.push(ArtifactManifest.emptyConfig(), ArtifactManifest.emptyConfigBytes());
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; nothing was signed", e);
        }
        pushed.add(ArtifactManifest.emptyConfig().digest());
    }

    List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts) throws IOException, MalformedImageException {
        var branch = new Branch(new SubjectArtifacts(subject, artifacts));
        List<IncompleteException.Missing> missing = complete(List.of(branch), Runnable::run);
        if (!missing.isEmpty()) {
            new Tasks.Outcome<>(null, missing.get(0).problem()).orThrow();
        }
        return branch.pieces().stream().map(Branch.Piece::descriptor).toList();
    }

    void attach(List<SubjectArtifacts> attachments, Executor executor) throws IOException {
        List<IncompleteException.Missing> missing =
                complete(attachments.stream().map(Branch::new).toList(), executor);
        if (!missing.isEmpty()) {
            throw new IncompleteException(client.name(), missing);
        }
    }

    private List<IncompleteException.Missing> complete(List<Branch> branches, Executor executor) throws IOException {
        var lists = new ArrayList<Callable<Boolean>>();
        branches.forEach(branch -> lists.add(() -> branch.found(referrers.list(branch.subject()))));
        List<Tasks.Outcome<Boolean>> listed = Tasks.all(executor, lists);
        for (int i = 0; i < branches.size(); i++) {
            branches.get(i).failed(listed.get(i).problem());
        }

        pushBlobs(branches, executor);
        pushManifests(branches, executor);

        var ends = new ArrayList<Callable<Boolean>>();
        branches.forEach(branch -> ends.add(() -> list(branch)));
        List<Tasks.Outcome<Boolean>> ended = Tasks.all(executor, ends);
        var missing = new ArrayList<IncompleteException.Missing>();
        for (int i = 0; i < branches.size(); i++) {
            branches.get(i).failed(ended.get(i).problem());
            missing.addAll(branches.get(i).missing());
        }
        return missing;
    }

    private void pushBlobs(List<Branch> branches, Executor executor) throws IOException {
        var blobs = new LinkedHashMap<Descriptor, Callable<Boolean>>();
        for (Branch branch : branches) {
            for (Branch.Piece piece : branch.toPush()) {
                Descriptor config = ArtifactManifest.emptyConfig();
                blobs.putIfAbsent(config, () -> push(config, ArtifactManifest.emptyConfigBytes()));
                Descriptor layer = piece.manifest().layer();
                blobs.putIfAbsent(layer, () -> push(layer, piece.manifest().layerBytes()));
            }
        }
        blobs.keySet().removeIf(blob -> pushed.contains(blob.digest()));
        List<Tasks.Outcome<Boolean>> outcomes = Tasks.all(executor, List.copyOf(blobs.values()));
        Map<Digest, Exception> problems = new LinkedHashMap<>();
        int next = 0;
        for (Descriptor blob : blobs.keySet()) {
            Exception problem = outcomes.get(next++).problem();
            if (problem != null) {
                problems.put(blob.digest(), problem);
            }
        }
        branches.forEach(branch -> branch.withoutBlobs(problems));
    }

    private boolean push(Descriptor blob, byte[] content) throws IOException {
        uploads.blob(blob, content);
        return pushed.add(blob.digest());
    }

    private void pushManifests(List<Branch> branches, Executor executor) throws IOException {
        List<Branch.Piece> pieces =
                branches.stream().flatMap(branch -> branch.toPush().stream()).toList();
        var tasks = new ArrayList<Callable<Boolean>>();
        for (Branch.Piece piece : pieces) {
            tasks.add(
                    () -> uploads.manifest(piece.descriptor(), piece.manifest().bytes()));
        }
        List<Tasks.Outcome<Boolean>> outcomes = Tasks.all(executor, tasks);
        for (int i = 0; i < pieces.size(); i++) {
            pieces.get(i).pushed(outcomes.get(i));
        }
    }

    /**
     * Sees that the registry lists what it has got. One that says so by {@code OCI-Subject} and has no API, or that takes
     * too long, gets the fallback index as well.
     */
    private boolean list(Branch branch) throws IOException, MalformedImageException {
        List<Descriptor> arrived = branch.arrived();
        if (arrived.isEmpty()) {
            return true;
        }
        if (branch.isListedByRegistry()) {
            List<Digest> fresh = branch.fresh();
            if (fresh.isEmpty()) {
                return true;
            }
            for (int tries = 1; tries <= CONFIRMATIONS; tries++) {
                if (referrers.api(branch.subject()).entries().keySet().containsAll(fresh)) {
                    return true;
                }
                client.transport().sleep(client.transport().jitter(PAUSE.multipliedBy(tries)));
            }
        }
        fallbackTag.add(branch.subject(), arrived, branch.seen());
        return true;
    }
}
