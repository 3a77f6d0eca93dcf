package dev.attest.provenance.buildkit;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.MalformedProvenanceException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What BuildKit says of one build (moby/buildkit, docs/attestations/slsa-definitions.md). The same build has two shapes,
 * which are read into one. {@code builderId} is empty unless whoever called BuildKit set it. Nothing in here is evidence by
 * itself: BuildKit signs nothing.
 */
public record BuildKitPredicate(
        Form form,
        String builderId,
        ConfigSource configSource,
        Request request,
        List<BuildKitMaterial> materials,
        Claims claims,
        ClientHints hints) {
    /** More materials than a build could list in good faith. */
    public static final int MAX_MATERIALS = 1000;

    /** Which of the shapes it was read from. */
    public enum Form {
        V1(
                "https://slsa.dev/provenance/v1",
                "https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md"),
        V0_2("https://slsa.dev/provenance/v0.2", "https://mobyproject.org/buildkit@v1");

        private final String predicateType;
        private final String buildType;

        Form(String predicateType, String buildType) {
            this.predicateType = predicateType;
            this.buildType = buildType;
        }

        public String predicateType() {
            return predicateType;
        }

        public String buildType() {
            return buildType;
        }

        /** The form that has this predicate type. */
        public static Optional<Form> of(String predicateType) {
            return List.of(values()).stream()
                    .filter(form -> form.predicateType.equals(predicateType))
                    .findFirst();
        }
    }

    /** Where the Dockerfile came from: empty {@code uri} and digest for one of the client's own folders. */
    public record ConfigSource(Optional<String> uri, Map<String, String> digest, Optional<String> path) {
        public ConfigSource {
            digest = Collections.unmodifiableMap(new TreeMap<>(digest));
        }
    }

    /**
     * What the build was asked for. {@code args} are the frontend's ({@code build-arg:NAME}, {@code label:NAME}, {@code
     * target}); their values may be secrets. Of secrets, SSH agents and folders only the names are there.
     */
    public record Request(
            String frontend, Map<String, String> args, List<String> secrets, List<String> ssh, List<String> locals) {
        public Request {
            args = Collections.unmodifiableMap(new TreeMap<>(args));
            secrets = List.copyOf(secrets);
            ssh = List.copyOf(ssh);
            locals = List.copyOf(locals);
        }

        /** Names only: the values of arguments have no place in a log. */
        @Override
        public String toString() {
            return "request of " + frontend + " with " + args.keySet();
        }
    }

    /**
     * What BuildKit claims of the build as a whole: that it reached no network, that all arguments and all dependencies are
     * listed. {@code reproducible} is what the caller said, and nothing tried it.
     */
    public record Claims(
            boolean hermetic,
            boolean requestComplete,
            boolean dependenciesComplete,
            boolean reproducible,
            Optional<String> network) {
        /** Whether it says that nothing but listed dependencies took part. A proxy that lost track denies it. */
        public boolean saysHermetic() {
            return hermetic && dependenciesComplete && network.isEmpty();
        }
    }

    /**
     * What the client sent along of its version control ({@code vcs:source}, {@code vcs:revision}). BuildKit does not check
     * it: whoever calls BuildKit may send anything, so nothing may ever be decided by it.
     */
    public record ClientHints(Map<String, String> untrusted) {
        public ClientHints {
            untrusted = Collections.unmodifiableMap(new TreeMap<>(untrusted));
        }
    }

    public BuildKitPredicate {
        materials = List.copyOf(materials);
    }

    /** Reads the predicate of a statement; one of another builder or type is refused. */
    public static BuildKitPredicate read(Statement statement) throws MalformedProvenanceException {
        Form form = Form.of(statement.predicateType())
                .orElseThrow(() -> new MalformedProvenanceException(
                        "statement.predicateType: expected " + Form.V1.predicateType + " or its v0.2"));
        try {
            JsonObject predicate = statement.predicate();
            return form == Form.V1 ? PredicateV1.read(predicate) : PredicateV02.read(predicate);
        } catch (MalformedJsonException e) {
            throw new MalformedProvenanceException(String.valueOf(e.getMessage()));
        }
    }

    /** What may stand among the dependencies of a provenance that others sign, each marked with where it comes from. */
    public List<ResourceDescriptor> dependencies() {
        return materials.stream().map(BuildKitMaterial::dependency).toList();
    }
}
