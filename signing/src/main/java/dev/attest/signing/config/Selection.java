package dev.attest.signing.config;

import java.util.List;

/** The services of a signing configuration that one run uses. */
public record Selection(Service certificateAuthority, Witnesses witnesses) {

    /** Those that see every signature. */
    public record Witnesses(List<Service> logs, List<Service> timestampAuthorities) {
        public Witnesses {
            logs = List.copyOf(logs);
            timestampAuthorities = List.copyOf(timestampAuthorities);
        }
    }
}
