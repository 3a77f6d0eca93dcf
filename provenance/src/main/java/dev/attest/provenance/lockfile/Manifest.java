package dev.attest.provenance.lockfile;

import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.util.Optional;

/** One manifest and the lock file that is nearest to it: in its folder, or of a workspace in one above. */
final class Manifest {
    private final SourceTree tree;
    private final String path;
    private final Ecosystem ecosystem;

    Manifest(SourceTree tree, String path, Ecosystem ecosystem) {
        this.tree = tree;
        this.path = path;
        this.ecosystem = ecosystem;
    }

    /** What is found of it; nothing when it asks for nothing, so that there is nothing to lock. */
    Optional<LockFinding> finding() throws IOException, MalformedProvenanceException {
        Optional<Needs> needs;
        try {
            needs = needs();
        } catch (MalformedJsonException e) {
            // Sources hold broken manifests too, such as those of tests.
            return Optional.of(
                    new LockFinding(path, lock(), LockState.UNKNOWN, "the manifest cannot be read: " + e.getMessage()));
        }
        if (needs.isPresent() && needs.get().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> lock = lock();
        if (lock.isEmpty()) {
            return Optional.of(new LockFinding(path, lock, LockState.MISSING, "no lock file"));
        }
        if (needs.isEmpty()) {
            return Optional.of(new LockFinding(path, lock, LockState.UNKNOWN, "whether it is in step cannot be told"));
        }
        LockContent content = LockContent.of(lock.get(), tree.bytes(lock.get()), below(lock.get()));
        return Optional.of(new LockFinding(path, lock, content.state(needs.get()), content.reason(needs.get())));
    }

    /** What the manifest asks for, where its form is read. */
    private Optional<Needs> needs() throws IOException, MalformedProvenanceException, MalformedJsonException {
        return switch (ecosystem) {
            case NPM -> Optional.of(Needs.ofPackageJson(tree.bytes(path), path));
            case CARGO -> Optional.of(Needs.ofCargoToml(tree.bytes(path)));
            case GO -> Optional.of(Needs.ofGoMod(tree.bytes(path)));
            case COMPOSER, RUBY, PIPENV, PYTHON, GRADLE, GRADLE_KOTLIN -> Optional.empty();
        };
    }

    private Optional<String> lock() {
        String folder = folder(path);
        while (true) {
            for (String name : ecosystem.locks()) {
                if (tree.has(folder + name)) {
                    return Optional.of(folder + name);
                }
            }
            // A module of Go has its own sums, whatever stands above it.
            if (folder.isEmpty() || ecosystem == Ecosystem.GO) {
                return Optional.empty();
            }
            folder = folder(folder.substring(0, folder.length() - 1));
        }
    }

    /** The manifest's folder as seen from the lock file's, empty when it is the same. */
    private String below(String lock) {
        String folder = folder(path).substring(folder(lock).length());
        return folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
