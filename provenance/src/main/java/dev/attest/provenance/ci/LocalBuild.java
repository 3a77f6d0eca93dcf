package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A build outside any CI, described by our own build type (docs/buildtypes/local-v1.md): the commit and the remote that
 * a source folder's git files name. Nothing proves it, so it supports SLSA Build level 1 at most. No path of the machine,
 * no host name, no user name and no credential is recorded.
 */
public final class LocalBuild implements ProvenanceSource {
    private static final int MAX_COMMAND = 2000;

    private final Optional<Path> source;
    private final BuildTimes times;
    private final Optional<String> command;

    /** A build of the git work tree {@code source}, or of an unknown source. */
    public LocalBuild(Optional<Path> source, BuildTimes times) {
        this(source, times, Optional.empty());
    }

    /** A build of the git work tree {@code source}, or of an unknown source, by a command that the caller may name. */
    LocalBuild(Optional<Path> source, BuildTimes times, Optional<String> command) {
        this.source = source;
        this.times = times;
        this.command = command;
    }

    @Override
    public String name() {
        return BuildSystem.LOCAL.shortName();
    }

    @Override
    public List<String> remarks() throws IOException {
        return tree().state().equals(Optional.of(WorkTreeState.MODIFIED))
                ? List.of("files of the work tree differ from its commit: the provenance says so")
                : List.of();
    }

    @Override
    public Provenance provenance() throws IOException, MalformedProvenanceException {
        GitWorkTree tree = tree();
        ObjectNode external = StrictJson.object();
        if (tree.repository().isPresent() || tree.ref().isPresent()) {
            ObjectNode node = external.putObject("source");
            tree.repository().ifPresent(value -> node.put("repository", value));
            tree.ref().ifPresent(value -> node.put("ref", value));
        }
        if (command.isPresent()) {
            external.put("command", checked(command.get()));
        }
        ObjectNode internal = StrictJson.object().put(Provenance.SOURCE, "worktree");
        tree.state().ifPresent(state -> internal.put("worktree", state.word()));
        return new Provenance(
                BuildDefinition.of(BuildTypes.LOCAL, external, internal, dependencies(tree)),
                times.run(BuildTypes.LOCAL_BUILDER, Optional.empty()));
    }

    private GitWorkTree tree() throws IOException {
        return source.isPresent() ? GitWorkTree.read(source.get()) : GitWorkTree.NONE;
    }

    private static String checked(String command) throws MalformedProvenanceException {
        if (command.isBlank()
                || command.length() > MAX_COMMAND
                || command.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedProvenanceException(
                    "the command is not one line of at most " + MAX_COMMAND + " characters");
        }
        return Redaction.of(command);
    }

    private static List<ResourceDescriptor> dependencies(GitWorkTree tree) {
        if (tree.commit().isEmpty()) {
            return List.of();
        }
        Optional<String> uri = tree.repository()
                .map(repository -> repository + tree.ref().map(ref -> "@" + ref).orElse(""));
        return List.of(new GitCommit(tree.commit().get()).resource(uri));
    }
}
