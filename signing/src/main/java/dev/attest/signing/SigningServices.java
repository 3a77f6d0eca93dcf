package dev.attest.signing;

import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.rekor.RekorV1;
import dev.attest.signing.service.ServiceClient;
import java.util.concurrent.Executor;

/**
 * The services a signer uses and how it reaches them.
 *
 * @param executor bounds how many questions are asked at once
 * @param maxLogBytes the largest statement that a log taking whole envelopes is asked to log
 */
public record SigningServices(SigningConfig config, ServiceClient client, Executor executor, int maxLogBytes) {

    /** With the usual limit of the log. */
    public static SigningServices of(SigningConfig config, ServiceClient client, Executor executor) {
        return new SigningServices(config, client, executor, RekorV1.DEFAULT_MAX_PAYLOAD_BYTES);
    }
}
