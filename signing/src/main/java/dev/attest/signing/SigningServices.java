package dev.attest.signing;

import dev.attest.signing.config.RekorVersion;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.oidc.LogVisibility;
import dev.attest.signing.rekor.RekorV1;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.SigningException;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The services a signer uses and how it reaches them.
 *
 * @param executor bounds how many questions are asked at once
 * @param maxLogBytes the largest statement that a log taking whole envelopes is asked to log
 * @param visibility what may be published of a repository that is not public
 */
public record SigningServices(
        SigningConfig config, ServiceClient client, Executor executor, int maxLogBytes, LogVisibility visibility) {

    /** With the usual limit of the log, and nothing published of private repositories. */
    public static SigningServices of(SigningConfig config, ServiceClient client, Executor executor) {
        return new SigningServices(
                config, client, executor, RekorV1.DEFAULT_MAX_PAYLOAD_BYTES, new LogVisibility(Set.of(), false));
    }

    /** The same services, of which this may be published. */
    public SigningServices with(LogVisibility other) {
        return new SigningServices(config, client, executor, maxLogBytes, other);
    }

    /**
     * The same services with logs of this version alone, or as they are for null: then the rule holds, by which the highest
     * version that the signing configuration offers is used.
     *
     * @throws SigningException when the signing configuration has no log of this version
     */
    public SigningServices preferring(@Nullable RekorVersion version) throws SigningException {
        return version == null
                ? this
                : new SigningServices(config.onlyLogs(version), client, executor, maxLogBytes, visibility);
    }
}
