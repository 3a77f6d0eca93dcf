package dev.attest.cli;

import dev.attest.policy.Profile;
import dev.attest.policy.file.MalformedPolicyException;
import dev.attest.policy.file.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The policy that {@code --policy} names: a built-in profile, or else a file. A file of a profile's name has to be written
 * with a folder, such as {@code ./prod}, so that no file that happens to lie there takes a profile's place.
 */
final class NamedPolicy {
    private static final int MAX_BYTES = 1 << 20;

    private NamedPolicy() {}

    static Profile read(String named, Instant now) throws IOException {
        Optional<Profile> builtIn = Profile.named(named);
        if (builtIn.isPresent()) {
            return builtIn.get();
        }
        Path file = file(named);
        try {
            // Where a file lies is nobody's business; what it says is in its digest.
            return PolicyFile.read(NamedFile.read(file, MAX_BYTES, "a policy"), "policy:" + file.getFileName(), now);
        } catch (MalformedPolicyException e) {
            throw new UsageException("--policy " + file + ": " + e.getMessage());
        }
    }

    private static Path file(String named) {
        try {
            Path file = Path.of(named);
            if (Files.exists(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // No file has this name.
        }
        throw new UsageException("--policy: there is no profile named " + named + " and no such file; there are "
                + String.join(", ", Profile.names()));
    }
}
