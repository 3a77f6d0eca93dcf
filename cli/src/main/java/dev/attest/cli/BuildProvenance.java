package dev.attest.cli;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import dev.attest.pipeline.BuildDependencies;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ci.BuildOptions;
import dev.attest.provenance.ci.BuildSystem;
import dev.attest.provenance.lockfile.LockFiles;
import dev.attest.provenance.lockfile.LockState;
import dev.attest.sbom.facts.RelatedImages;
import dev.attest.signing.oidc.IdentityToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The provenance of one image: what the CI proves of the build, and what the image itself tells it was built from. */
final class BuildProvenance {
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_SHOWN = 10;

    private final Wiring wiring;
    private final ProvenanceOptions asked;
    private final Console console;

    BuildProvenance(Wiring wiring, ProvenanceOptions asked, Console console) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = console;
    }

    /** What the build says; with the local Sigstore it is a local build, wherever it runs. */
    Provenance build(Optional<IdentityToken> token, boolean local) throws IOException {
        Provenance said = new BuildFacts(wiring, asked.source()).provenance(token, local, options());
        requireUsed(said.buildDefinition().buildType());
        return withLockFiles(said);
    }

    /** What was asked for and means nothing to this build would be missed in silence. */
    private void requireUsed(String buildType) {
        if (asked.inputs() && !buildType.equals(BuildTypes.GITHUB_WORKFLOW_COMMUNITY)) {
            throw new UsageException("--with-inputs is for builds of GitHub Actions, and this is " + buildType);
        }
        if (asked.command().isPresent() && !buildType.equals(BuildTypes.LOCAL)) {
            throw new UsageException("--build-command is for builds outside a CI, and this is " + buildType);
        }
        if (asked.run().isPresent() && !buildType.equals(BuildTypes.TEKTON)) {
            throw new UsageException("--tekton-run is for builds of Tekton, and this is " + buildType);
        }
    }

    /** A folder that nobody named and that is no work tree may be anything, and is not looked through. */
    private Provenance withLockFiles(Provenance build) throws IOException {
        Path source = asked.source();
        if (!asked.namesSource() && !Files.exists(source.resolve(".git"))) {
            return build;
        }
        if (!Files.isDirectory(source)) {
            throw new UsageException("--source: " + source + " is no folder");
        }
        try {
            LockFiles locks = LockFiles.find(source);
            locks.findings().stream()
                    .filter(one -> one.state() == LockState.MISSING || one.state() == LockState.OUT_OF_STEP)
                    .limit(MAX_SHOWN)
                    .forEach(one -> console.message("  lock file of " + one.manifest() + ": "
                            + one.state().word()));
            return build.withDependencies(locks.dependencies()).withInternal(LockFiles.PARAMETER, locks.json());
        } catch (MalformedProvenanceException e) {
            throw new UsageException("--source: " + e.getMessage());
        }
    }

    /** The same with the dependencies that the image tells. */
    Provenance in(Provenance build, Repository repository, Image image, RelatedImages related)
            throws IOException, MalformedImageException {
        BuildDependencies found = BuildDependencies.of(repository, image, related, wiring.executor());
        found.findings().forEach(one -> console.message("  base of " + one.platform() + ": " + one.message()));
        found.buildKit().remarks().forEach(line -> console.message("  not carried over: " + line));
        return found.in(build);
    }

    private BuildOptions options() throws IOException {
        if (asked.vars().isPresent() && !asked.inputs()) {
            throw new UsageException("--vars goes with --with-inputs: GitHub's own build type records none");
        }
        return new BuildOptions(
                asked.system().map(BuildProvenance::system),
                asked.inputs(),
                json("--vars", asked.vars()),
                asked.documentedEvents(),
                asked.command(),
                json("--tekton-run", asked.run()));
    }

    private static BuildSystem system(String name) {
        return BuildSystem.named(name)
                .orElseThrow(() -> new UsageException("--build-system: " + name + " is none of "
                        + Arrays.stream(BuildSystem.values())
                                .map(BuildSystem::shortName)
                                .collect(Collectors.joining(", "))));
    }

    private static Optional<JsonObject> json(String option, Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = NamedFile.read(file.get(), MAX_BYTES, "a JSON document");
            return Optional.of(StrictJson.parseObject(bytes, "document"));
        } catch (MalformedJsonException e) {
            throw new UsageException(option + " " + file.get() + ": " + e.getMessage());
        }
    }
}
