package dev.attest.provenance.lockfile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lock files in a source folder, as dependencies of its build, and what was found of each manifest. Only what can be
 * proven is said; everything else is {@link LockState#UNKNOWN}.
 */
public record LockFiles(List<ResourceDescriptor> dependencies, List<LockFinding> findings) {
    /** The internal parameter that carries the states: an object of states by manifest. */
    public static final String PARAMETER = "attest_lockFiles";

    /** The annotation that says whose lock file it is, such as {@code npm}. */
    public static final String ECOSYSTEM = "dev.attest.ecosystem";

    private static final int MAX_STATES = 10_000;

    public LockFiles {
        dependencies = List.copyOf(dependencies);
        findings = List.copyOf(findings);
    }

    /**
     * Looks through a folder; the order is that of the paths. A file or folder in it that cannot be read is a finding of
     * its own, {@link LockState#UNKNOWN} under its path.
     */
    public static LockFiles find(Path folder) throws IOException, MalformedProvenanceException {
        SourceTree tree = SourceTree.walk(folder);
        var dependencies = new ArrayList<ResourceDescriptor>();
        var findings = new ArrayList<LockFinding>();
        for (String path : tree.paths()) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            Optional<Ecosystem> lock = Ecosystem.ofLock(name);
            Optional<Ecosystem> manifest = Ecosystem.ofManifest(name);
            try {
                if (lock.isPresent()) {
                    dependencies.add(dependency(path, lock.get(), tree.bytes(path)));
                }
                if (manifest.isPresent()) {
                    new Manifest(tree, path, manifest.get()).finding().ifPresent(findings::add);
                }
            } catch (IOException e) {
                findings.add(unreadable(path));
            }
        }
        tree.unreadable().forEach(path -> findings.add(unreadable(path)));
        findings.sort(Comparator.comparing(LockFinding::manifest));
        return new LockFiles(dependencies, findings);
    }

    private static LockFinding unreadable(String path) {
        return new LockFinding(path, Optional.empty(), LockState.UNKNOWN, "it, or its lock file, cannot be read");
    }

    /** The states as they stand in provenance. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object();
        findings.forEach(finding -> json.put(finding.manifest(), finding.state().word()));
        return json;
    }

    /**
     * The states that a build definition's internal parameters carry, by manifest; empty when nobody looked. A word that
     * is none of the states is refused, because it may be worse than all of them.
     */
    public static Optional<SortedMap<String, LockState>> read(JsonObject internalParameters)
            throws MalformedProvenanceException {
        try {
            if (!internalParameters.has(PARAMETER)) {
                return Optional.empty();
            }
            var states = new TreeMap<String, LockState>();
            for (Map.Entry<String, String> entry :
                    internalParameters.textMap(PARAMETER).entrySet()) {
                Optional<LockState> state = LockState.of(entry.getValue());
                if (state.isEmpty() || states.size() == MAX_STATES) {
                    throw internalParameters.malformed(PARAMETER, "at most " + MAX_STATES + " known states");
                }
                states.put(entry.getKey(), state.get());
            }
            return Optional.of(states);
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    private static ResourceDescriptor dependency(String path, Ecosystem ecosystem, byte[] bytes) {
        return new ResourceDescriptor(
                Optional.of(path),
                Optional.empty(),
                Map.of("sha256", sha256(bytes)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(ECOSYSTEM, JsonNodeFactory.instance.textNode(ecosystem.word())));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
