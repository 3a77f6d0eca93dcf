package dev.attest.signing.config;

import java.util.List;

/** The services of a signing configuration that one run uses. */
public record Selection(Service certificateAuthority, List<Service> logs, List<Service> timestampAuthorities) {
    public Selection {
        logs = List.copyOf(logs);
        timestampAuthorities = List.copyOf(timestampAuthorities);
    }
}
