package dev.attest.cli;

import dev.attest.oci.Digest;
import dev.attest.signing.service.ServiceUrl;
import dev.attest.signing.tuf.CachePolicy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Begins, renews and prints one trust. */
final class TrustRun {
    private static final int MAX_ROOT = 512 << 10;
    // Showing is not trusting: what is shown says how old it is.
    private static final Duration ANY_AGE = Duration.ofDays(36_500);

    private final Wiring wiring;
    private final TrustCommand.Named named;
    private final TrustCommand.TrustFormat format;
    private final CommonOptions common;

    TrustRun(Wiring wiring, TrustCommand.Named named, TrustCommand.TrustFormat format, CommonOptions common) {
        this.wiring = wiring;
        this.named = named;
        this.format = format;
        this.common = common;
    }

    ExitCode init(TrustCommand.Beginning beginning) throws IOException {
        Output output = Output.of(wiring.console(common), common);
        TufFolder folder = folder();
        if (beginning.mirror == null && beginning.root == null && beginning.sha256 == null) {
            if (!folder.name().equals(TufFolder.PUBLIC)) {
                throw new UsageException("a trust of one's own begins with --mirror URL and --root FILE");
            }
            folder.initialisePublic();
        } else {
            begin(folder, beginning);
        }
        return print(folder, CachePolicy.ask(), output);
    }

    ExitCode update() throws IOException {
        Output output = Output.of(wiring.console(common), common);
        return print(folder(), CachePolicy.ask(), output);
    }

    ExitCode show() throws IOException {
        Output output = Output.of(wiring.console(common), common);
        return print(folder(), CachePolicy.offlineBeyondTimestamp(ANY_AGE), output);
    }

    private static void begin(TufFolder folder, TrustCommand.Beginning beginning) throws IOException {
        if (beginning.mirror == null || beginning.root == null) {
            throw new UsageException("--mirror and --root go together");
        }
        if (folder.name().equals(TufFolder.PUBLIC)) {
            throw new UsageException("`public` is Sigstore's public instance; give this trust a name of its own:"
                    + " `attest trust init NAME --mirror URL --root FILE`");
        }
        URI mirror = ServiceUrl.parse(beginning.mirror)
                .orElseThrow(() -> new UsageException(
                        "--mirror: an https URL without a user name, or plain http on this machine"));
        byte[] root = NamedFile.read(beginning.root, MAX_ROOT, "the root of a TUF repository");
        if (beginning.sha256 != null) {
            requireDigest(root, beginning.sha256);
        }
        folder.initialise(mirror, root);
    }

    private static void requireDigest(byte[] root, String expected) throws IOException {
        if (!expected.matches("[0-9A-Fa-f]{64}")) {
            throw new UsageException("--root-sha256: 64 hex digits");
        }
        String actual = Digest.sha256(root).hex();
        if (!actual.equals(expected.toLowerCase(Locale.ROOT))) {
            throw new IOException("--root: its sha256 is " + actual + ", not the one that --root-sha256 names");
        }
    }

    private ExitCode print(TufFolder folder, CachePolicy policy, Output output) throws IOException {
        TufTrust trust = TufTrust.of(folder, policy, wiring);
        var rendering = new TrustRendering(
                folder, trust, folder.origin(), wiring.clock().instant());
        output.write(format.format == ResultFormat.json ? rendering.json() : rendering.text());
        return ExitCode.DONE;
    }

    private TufFolder folder() {
        return TufFolder.of(named.name, Optional.ofNullable(named.directory), wiring);
    }
}
