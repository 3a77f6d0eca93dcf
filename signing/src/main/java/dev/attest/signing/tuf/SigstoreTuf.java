package dev.attest.signing.tuf;

import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.Root;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trust of one Sigstore instance, by TUF, in a folder of the user's. A folder begins with a root that somebody named:
 * a file, or the one of Sigstore's public instance that is part of this library. From there on only what the repository
 * signs counts, and neither the mirror nor the first root changes.
 */
public final class SigstoreTuf {
    /** The target that says whom to trust. */
    public static final String TRUSTED_ROOT = "trusted_root.json";

    /** The target that says where to sign. */
    public static final String SIGNING_CONFIG = "signing_config.v0.2.json";

    /** The target that says where to sign with Rekor v2. */
    public static final String SIGNING_CONFIG_REKOR_V2 = "signing_config_rekor_v2.v0.2.json";

    private static final String ORIGIN = "origin.json";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TufOrigin origin;
    private final TufClient client;

    private SigstoreTuf(TufOrigin origin, TufClient client) {
        this.origin = origin;
        this.client = client;
    }

    /** The root of Sigstore's public instance that is part of this library; see docs/dependencies.md. */
    public static byte[] publicRoot() {
        try (InputStream in = SigstoreTuf.class.getResourceAsStream("sigstore-public-root.json")) {
            if (in == null) {
                throw new IllegalStateException("the root of Sigstore's public instance is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the root of Sigstore's public instance cannot be read", e);
        }
    }

    /** Whether a folder's trust is that of Sigstore's public instance: its mirror, and a root that a release brought along. */
    public boolean isPublic() {
        return origin.equals(new TufOrigin(
                TufRepository.PUBLIC_MIRROR, HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(publicRoot()))));
    }

    /** Whether the folder has a root and a mirror. */
    public static boolean isInitialised(Path folder) throws IOException {
        return origin(folder).isPresent();
    }

    /**
     * Lets a folder begin with a root, without asking the mirror. A folder that began with the same stays as it is; one
     * that began with another root or mirror is refused.
     */
    public static void initialise(Path folder, URI mirror, byte[] root) throws IOException, TufException {
        TufRepository.mirror(mirror);
        Root.trusted(root);
        var wanted = new TufOrigin(mirror, HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(root)));
        TufCache cache = TufCache.in(folder);
        cache.locked(PATIENCE, () -> {
            Optional<TufOrigin> present = origin(folder);
            if (present.isEmpty()) {
                cache.write("root", root);
                // Last: a folder counts as begun only when all of it is there.
                new PrivateFolder(folder).write(ORIGIN, wanted.encoded());
            } else if (!present.get().equals(wanted)) {
                throw new TufException(
                        Check.ORIGIN,
                        folder + ": began with " + describe(present.get()) + ", not with " + describe(wanted)
                                + "; use another folder, or remove this one");
            }
            return wanted;
        });
    }

    /** Opens a folder that {@link #initialise} made. */
    public static SigstoreTuf open(Path folder, ServiceClient client, Clock clock) throws IOException {
        TufOrigin origin =
                origin(folder).orElseThrow(() -> new IOException("there is no trust in " + folder + " to begin with"));
        try {
            TufRepository repository = TufRepository.mirror(origin.mirror());
            return new SigstoreTuf(origin, new TufClient(repository, TufCache.in(folder), client, clock));
        } catch (IllegalArgumentException e) {
            throw new IOException(folder.resolve(ORIGIN) + ": " + e.getMessage());
        }
    }

    /** Where this trust comes from. */
    public TufOrigin origin() {
        return origin;
    }

    /** What the instance publishes, verified; from the cache or from the mirror as {@code policy} says. */
    public SigstoreTrust trust(CachePolicy policy) throws IOException, TufException {
        TufView view = client.view(policy);
        byte[] trustedRoot = view.target(TRUSTED_ROOT);
        return new SigstoreTrust(
                trustedRoot, ifAny(view, SIGNING_CONFIG), ifAny(view, SIGNING_CONFIG_REKOR_V2), view.state());
    }

    private static byte @Nullable [] ifAny(TufView view, String target) throws IOException, TufException {
        return view.find(target).isPresent() ? view.target(target) : null;
    }

    private static Optional<TufOrigin> origin(Path folder) throws IOException {
        Optional<byte[]> text = new PrivateFolder(folder).read(ORIGIN, TufOrigin.MAX_BYTES);
        try {
            return text.isPresent() ? Optional.of(TufOrigin.parse(text.get())) : Optional.empty();
        } catch (MalformedJsonException e) {
            throw new IOException(folder.resolve(ORIGIN) + " is damaged: " + e.getMessage() + "; remove " + folder
                    + " and begin again");
        }
    }

    private static String describe(TufOrigin origin) {
        return "the mirror " + origin.mirror() + " and the root " + origin.initialRootSha256();
    }
}
