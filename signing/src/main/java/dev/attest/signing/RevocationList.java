package dev.attest.signing;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.revocation.Revocations;
import dev.attest.signing.revocation.SeenVersions;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a revocation list that was named on the command line (docs/revocations.md): a bundle whose Statement is about
 * the list's name and holds the list. Whoever may not sign lists, a list past its time, one that is not yet, and one
 * older than another seen before leave undecided what should be judged by it; they are never an empty list.
 */
public final class RevocationList {
    private final BundleVerifier verifier;
    private final Identities accepted;
    private final Optional<String> wanted;

    /** As {@link #RevocationList(BundleVerifier, Identities, Optional)}, whatever the list is called. */
    public RevocationList(BundleVerifier verifier, Identities accepted) {
        this(verifier, accepted, Optional.empty());
    }

    /**
     * {@code accepted} are those who may revoke, and need not be those who may sign images. The verifier judges the list
     * by itself and should have no revocations of its own. {@code wanted} is what the list must be called: who issues
     * several may not have one handed over in place of another.
     */
    public RevocationList(BundleVerifier verifier, Identities accepted, Optional<String> wanted) {
        this.verifier = verifier;
        this.accepted = accepted;
        this.wanted = wanted;
    }

    /** The subject of the statement that holds the list with this name: a name is all there is, so its digest is used. */
    public static ResourceDescriptor subject(String name) {
        byte[] digest = HashAlgorithm.SHA256.hash(name.getBytes(StandardCharsets.UTF_8));
        return ResourceDescriptor.sha256(name, HexFormat.of().formatHex(digest));
    }

    /**
     * Reads and verifies the list.
     *
     * @param seen where to remember its version; empty where nothing is remembered, and an older list not noticed
     * @throws SigningException of kind WORLD whatever is wrong with the list, because then nothing can be decided by it
     */
    public Revocations read(byte[] bundle, Instant now, Optional<SeenVersions> seen) throws SigningException {
        Verified verified = verified(bundle);
        Statement statement = verified.statement();
        String name = name(statement);
        if (wanted.isPresent() && !wanted.get().equals(name)) {
            throw unusable("it is the list " + name + ", not " + wanted.get());
        }
        Revocations revocations;
        try {
            revocations = Revocations.read(statement.predicate());
        } catch (MalformedJsonException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
        if (now.isAfter(revocations.expires())) {
            throw unusable("it expired at " + revocations.expires() + "; get its newest version");
        }
        if (now.isBefore(revocations.issued())) {
            throw unusable(
                    "it was issued at " + revocations.issued() + ", which has not come yet; is the clock right?");
        }
        if (seen.isPresent()) {
            remember(seen.get(), name, revocations, verified);
        }
        return revocations;
    }

    private Verified verified(byte[] bundle) throws SigningException {
        try {
            Verification verification = verifier.verify(Bundle.parse(bundle), accepted);
            if (verification instanceof Verified verified) {
                return verified;
            }
            throw unusable(((Rejected) verification).detail());
        } catch (MalformedBundleException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
    }

    private static String name(Statement statement) throws SigningException {
        if (!statement.predicateType().equals(Revocations.PREDICATE_TYPE)) {
            throw unusable("its statement is of another predicate type than " + Revocations.PREDICATE_TYPE);
        }
        List<ResourceDescriptor> subjects = statement.subjects();
        Optional<String> name = subjects.get(0).name();
        if (subjects.size() != 1 || name.isEmpty() || !isNamed(subjects.get(0).digest(), name.get())) {
            throw unusable("its statement is not about one name and that name's SHA-256");
        }
        return name.get();
    }

    private static boolean isNamed(Map<String, String> digest, String name) {
        return digest.equals(subject(name).digest());
    }

    private static void remember(SeenVersions seen, String name, Revocations revocations, Verified verified)
            throws SigningException {
        try {
            String sha256 = HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(verified.payload()));
            // Two who issue lists may call them the same.
            String issuer = verified.isSignedByKey()
                    ? verified.who()
                    : verified.signer().issuer() + " " + verified.who();
            Optional<String> refused = seen.refuses(issuer + " " + name, revocations.version(), sha256);
            if (refused.isPresent()) {
                throw unusable(refused.get());
            }
        } catch (IOException e) {
            throw unusable("whether it is the newest cannot be told: " + e.getMessage());
        }
    }

    private static SigningException unusable(String why) {
        return SigningException.world("the revocation list cannot be relied on: " + why);
    }
}
