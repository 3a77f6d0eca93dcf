package dev.attest.cli;

import dev.attest.localsigstore.LocalSigstore;
import dev.attest.oci.Digest;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.TrustedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The trusted root that a command line names, byte for byte, and how it named it. */
final class NamedRoot {
    static final int MAX_BYTES = 4 << 20;

    private final byte[] json;
    private final TrustedRoot root;
    private final String description;

    private NamedRoot(byte[] json, String where, String description) throws IOException {
        this.json = json;
        this.description = description;
        try {
            this.root = TrustedRoot.parse(json);
        } catch (MalformedTrustException e) {
            throw new IOException(where + " is not a trusted root: " + e.getMessage());
        }
    }

    /** The root that the options name, if they name one; a pinned one is among what the images carry or is an error. */
    static Optional<NamedRoot> of(TrustOptions options, CarriedRoots carried, Wiring wiring) throws IOException {
        options.checked();
        Optional<String> pinned = options.pinnedRoot();
        if (pinned.isPresent()) {
            return Optional.of(pinned(pinned.get(), carried));
        }
        if (options.trustedRoot().isPresent()) {
            return Optional.of(of(options.trustedRoot().get()));
        }
        Optional<TufTrust> tuf = TufTrust.named(options.tuf(), wiring);
        if (tuf.isPresent()) {
            return Optional.of(new NamedRoot(
                    tuf.get().trustedRoot(), tuf.get().description(), tuf.get().description()));
        }
        if (!options.local()) {
            return Optional.empty();
        }
        Path directory = wiring.localDirectory(options);
        if (Files.notExists(directory.resolve("trusted_root.json"))) {
            throw new IOException("there is no local Sigstore in " + directory
                    + " yet; `attest sign … --local` or `attest local init` makes it");
        }
        return Optional.of(new NamedRoot(
                LocalSigstore.readTrustedRoot(directory), directory.toString(), "the local Sigstore in " + directory));
    }

    /** The root in a file that was named. */
    static NamedRoot of(Path file) throws IOException {
        return new NamedRoot(NamedFile.read(file, MAX_BYTES, "a trusted root"), file.toString(), file.toString());
    }

    private static NamedRoot pinned(String text, CarriedRoots carried) throws IOException {
        Digest digest;
        try {
            digest = Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--trusted-root: " + e.getMessage());
        }
        if (carried.isNowhere()) {
            throw new UsageException("--trusted-root: a digest names a root that travels with an image to be verified;"
                    + " here it has to be a file");
        }
        CarriedRoots.Found found = carried.find(digest)
                .orElseThrow(() -> new IOException("no trusted root " + digest
                        + " travels with what is judged; `attest save` makes one travel, a file can be named instead"));
        return new NamedRoot(found.json(), digest.toString(), digest + ", which travels with " + found.with());
    }

    byte[] json() {
        return json;
    }

    TrustedRoot root() {
        return root;
    }

    String description() {
        return description;
    }
}
