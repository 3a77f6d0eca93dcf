package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildMetadata;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Builder;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import dev.attest.provenance.RunDetails;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build outside any CI, described by our own build type (docs/buildtypes/local-v1.md): the commit and the remote that
 * a source folder's git files name. Nothing proves it, so it supports SLSA Build level 1 at most. No path of the machine,
 * no host name, no user name and no credential is recorded.
 */
public final class LocalBuild implements ProvenanceSource {
    private final Optional<Path> source;
    private final BuildTimes times;

    /** A build of the git work tree {@code source}, or of an unknown source. */
    public LocalBuild(Optional<Path> source, BuildTimes times) {
        this.source = source;
        this.times = times;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Provenance provenance() throws IOException {
        GitWorkTree tree = source.isPresent() ? GitWorkTree.read(source.get()) : GitWorkTree.NONE;
        ObjectNode external = StrictJson.object();
        if (tree.repository().isPresent() || tree.ref().isPresent()) {
            ObjectNode node = external.putObject("source");
            tree.repository().ifPresent(value -> node.put("repository", value));
            tree.ref().ifPresent(value -> node.put("ref", value));
        }
        ObjectNode internal = StrictJson.object().put(Provenance.SOURCE, "worktree");
        return new Provenance(
                BuildDefinition.of(BuildTypes.LOCAL, external, internal, dependencies(tree)),
                new RunDetails(
                        Builder.of(BuildTypes.LOCAL_BUILDER),
                        new BuildMetadata(Optional.empty(), times.startedOn(), times.finishedOn()),
                        List.of()));
    }

    private static List<ResourceDescriptor> dependencies(GitWorkTree tree) {
        if (tree.commit().isEmpty()) {
            return List.of();
        }
        Optional<String> uri = tree.repository()
                .map(repository -> repository + tree.ref().map(ref -> "@" + ref).orElse(""));
        return List.of(new ResourceDescriptor(
                Optional.empty(), uri, Map.of("gitCommit", tree.commit().get()), Optional.empty()));
    }
}
