package dev.attest.oci;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parts of an image's configuration that attest judges (OCI image-spec, config.md). {@code user} is as written, empty
 * when absent (which runtimes take as root); {@code created} is the RFC 3339 text as written.
 */
public record ImageConfig(
        Platform platform,
        Execution execution,
        Map<String, String> labels,
        Optional<String> created,
        List<Digest> diffIds,
        Declarations declarations) {

    /** What runs, and as whom. */
    public record Execution(
            String user,
            List<String> entrypoint,
            List<String> cmd,
            List<String> env,
            String workingDir,
            List<String> ports) {
        public Execution {
            entrypoint = List.copyOf(entrypoint);
            cmd = List.copyOf(cmd);
            env = List.copyOf(env);
            ports = List.copyOf(ports);
        }
    }

    /**
     * What else is declared: the test of the health check (config.md takes it from Docker's images; empty where there is
     * none), the volumes, and what the history says each step was made by, the lowest first.
     */
    public record Declarations(List<String> healthcheck, List<String> volumes, List<String> history) {
        /** What declares nothing. */
        public static final Declarations NONE = new Declarations(List.of(), List.of(), List.of());

        public Declarations {
            healthcheck = List.copyOf(healthcheck);
            volumes = List.copyOf(volumes);
            history = List.copyOf(history);
        }
    }

    /** A configuration that declares nothing else. */
    public ImageConfig(
            Platform platform,
            Execution execution,
            Map<String, String> labels,
            Optional<String> created,
            List<Digest> diffIds) {
        this(platform, execution, labels, created, diffIds, Declarations.NONE);
    }

    public ImageConfig {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        diffIds = List.copyOf(diffIds);
    }
}
