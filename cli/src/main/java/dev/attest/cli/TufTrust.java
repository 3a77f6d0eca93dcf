package dev.attest.cli;

import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.tuf.CachePolicy;
import dev.attest.signing.tuf.SigstoreTrust;
import dev.attest.signing.tuf.TufState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code --trust tuf[:NAME]} on a command line comes to: a trusted root, and where to sign. */
final class TufTrust {
    private static final Duration ASK_AFTER = Duration.ofDays(1);
    private static final Duration OFFLINE_FOR = Duration.ofDays(7);
    private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([mhd])");

    private final String name;
    private final TrustedRoot root;
    private final SigstoreTrust trust;
    private final Instant now;

    private TufTrust(String name, TrustedRoot root, SigstoreTrust trust, Instant now) {
        this.name = name;
        this.root = root;
        this.trust = trust;
        this.now = now;
    }

    /** The trust that the options name, if they name one; asks the repository as they say. */
    static Optional<TufTrust> named(TufOptions options, Wiring wiring) throws IOException {
        Optional<String> value = options.trust();
        if (value.isEmpty()) {
            if (options.namesTuf()) {
                throw new UsageException("--trust-dir and --trust-max-age go with --trust");
            }
            return Optional.empty();
        }
        TufFolder folder = TufFolder.of(name(value.get()), options.trustDir(), wiring);
        return Optional.of(of(folder, policy(options.offline(), options.maxAge()), wiring));
    }

    static TufTrust of(TufFolder folder, CachePolicy policy, Wiring wiring) throws IOException {
        SigstoreTrust trust = folder.trust(policy);
        try {
            TrustedRoot root = TrustedRoot.parse(trust.trustedRoot());
            return new TufTrust(folder.name(), root, trust, wiring.clock().instant());
        } catch (MalformedTrustException e) {
            throw new IOException("trust " + folder.name() + " publishes no trusted root: " + e.getMessage());
        }
    }

    /** Online a day, or the age given; offline a week, or the age given, then beyond the life of a timestamp. */
    static CachePolicy policy(boolean offline, Optional<String> maxAge) {
        Optional<Duration> age = maxAge.map(TufTrust::age);
        if (!offline) {
            return CachePolicy.askAfter(age.orElse(ASK_AFTER));
        }
        return age.map(CachePolicy::offlineBeyondTimestamp).orElseGet(() -> CachePolicy.offline(OFFLINE_FOR));
    }

    TrustedRoot root() {
        return root;
    }

    /** The trusted_root.json, as published. */
    byte[] trustedRoot() {
        return trust.trustedRoot();
    }

    TufState state() {
        return trust.state();
    }

    /** Where to sign; with {@code rekorV2}, in a Rekor v2 log. */
    SigningConfig signingConfig(boolean rekorV2) throws IOException {
        Optional<byte[]> config = rekorV2 ? trust.signingConfigRekorV2() : trust.signingConfig();
        try {
            return SigningConfig.parse(config.orElseThrow(() -> new IOException(
                    "trust " + name + " publishes no signing config" + (rekorV2 ? " for Rekor v2" : ""))));
        } catch (SigningException e) {
            throw new IOException("trust " + name + ": " + e.getMessage());
        }
    }

    /** How verdicts name this trust: where it comes from, which version, and how old. */
    String description() {
        return "tuf:" + name + ", targets version " + state().targets().version() + ", checked " + ago(state().age(now))
                + " ago";
    }

    static String ago(Duration age) {
        if (age.compareTo(Duration.ofHours(1)) < 0) {
            return age.toMinutes() + " min";
        }
        return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + " h" : age.toDays() + " d";
    }

    private static String name(String trust) {
        if (trust.equals("tuf")) {
            return TufFolder.PUBLIC;
        }
        if (!trust.startsWith("tuf:")) {
            throw new UsageException("--trust: say tuf, or tuf:NAME; a file is named by --trusted-root");
        }
        return trust.substring("tuf:".length());
    }

    private static Duration age(String text) {
        Matcher parts = AGE.matcher(text);
        if (!parts.matches()) {
            throw new UsageException("--trust-max-age: a number and m, h or d, such as 12h");
        }
        ChronoUnit unit =
                switch (parts.group(2)) {
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Duration.of(Long.parseLong(parts.group(1)), unit);
    }
}
