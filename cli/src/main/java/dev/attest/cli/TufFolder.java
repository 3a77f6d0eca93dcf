package dev.attest.cli;

import dev.attest.signing.tuf.CachePolicy;
import dev.attest.signing.tuf.SigstoreTrust;
import dev.attest.signing.tuf.SigstoreTuf;
import dev.attest.signing.tuf.TufOrigin;
import dev.attest.signing.tuf.TufRepository;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** One named trust by TUF in its folder. What is refused becomes an error that says what to do next. */
final class TufFolder {
    /** The name of Sigstore's public instance, whose root comes with attest. */
    static final String PUBLIC = "public";

    private final String name;
    private final Path folder;
    private final Wiring wiring;

    private TufFolder(String name, Path folder, Wiring wiring) {
        this.name = name;
        this.folder = folder;
        this.wiring = wiring;
    }

    static TufFolder of(String name, Optional<Path> directory, Wiring wiring) {
        // It becomes a folder, and part of messages.
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new UsageException("the name of a trust is made of letters, digits, dots, dashes and underscores");
        }
        return new TufFolder(name, directory.orElseGet(() -> standard(wiring)).resolve(name), wiring);
    }

    String name() {
        return name;
    }

    Path path() {
        return folder;
    }

    /** Begins with a root of a mirror, or keeps what began with the same. */
    void initialise(URI mirror, byte[] root) throws IOException {
        try {
            SigstoreTuf.initialise(folder, mirror, root);
        } catch (TufException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--mirror: " + e.getMessage());
        }
    }

    /** Begins with the public instance's root, unless it has begun. */
    void initialisePublic() throws IOException {
        if (!SigstoreTuf.isInitialised(folder)) {
            initialise(TufRepository.PUBLIC_MIRROR, SigstoreTuf.publicRoot());
        }
    }

    TufOrigin origin() throws IOException {
        return open().origin();
    }

    SigstoreTrust trust(CachePolicy policy) throws IOException {
        SigstoreTuf tuf = open();
        try {
            return tuf.trust(policy);
        } catch (TufException e) {
            throw new IOException("trust " + name + ", " + e.getMessage() + "; " + advice(e), e);
        } catch (IOException e) {
            throw new IOException("trust " + name + ", " + e.getMessage(), e);
        }
    }

    private String advice(TufException e) {
        return switch (e.check()) {
            case AGE, EXPIRED ->
                "`attest trust update " + name + "` renews it, unless the clock or the repository is wrong";
            case NO_TARGET, UNLISTED -> "the repository is none of a Sigstore instance";
            default -> "nothing of it was accepted; ask whoever runs the repository, or try another network";
        };
    }

    private SigstoreTuf open() throws IOException {
        if (name.equals(PUBLIC)) {
            initialisePublic();
        } else if (!SigstoreTuf.isInitialised(folder)) {
            throw new IOException("there is no trust " + name + " in " + folder + " yet; `attest trust init " + name
                    + " --mirror URL --root FILE` begins it");
        }
        SigstoreTuf tuf = SigstoreTuf.open(folder, wiring.serviceClient(), wiring.clock());
        // The folder is found by the environment, which must not make another instance pass for the public one.
        if (name.equals(PUBLIC) && !tuf.isPublic()) {
            throw new IOException(
                    "the trust in " + folder + " did not begin with the root of Sigstore's public instance"
                            + " that is part of this release; remove the folder to begin again, or give your own instance a name");
        }
        return tuf;
    }

    private static Path standard(Wiring wiring) {
        String data = wiring.environment().getOrDefault("XDG_DATA_HOME", "");
        Path base = data.startsWith("/")
                ? Path.of(data)
                : Path.of(
                        wiring.environment().getOrDefault("HOME", System.getProperty("user.home")), ".local", "share");
        return base.resolve("attest").resolve("tuf");
    }
}
