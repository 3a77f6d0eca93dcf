package dev.attest.provenance.ci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the files of a git work tree say of it, read without running git: the remote as {@code git+} URI, the ref that is
 * checked out, its commit, and whether files were changed since. What is not found, is malformed or kept in another way
 * (reftable) is left out.
 */
record GitWorkTree(
        Optional<String> repository, Optional<String> ref, Optional<String> commit, Optional<WorkTreeState> state) {
    static final GitWorkTree NONE =
            new GitWorkTree(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_INDIRECTIONS = 5;
    private static final String REF = "refs/[A-Za-z0-9][^\\s~^:?*\\[\\\\\\p{Cntrl}]{0,500}";

    /** Reads the work tree whose top folder this is; folders above it are not looked at. */
    static GitWorkTree read(Path folder) throws IOException {
        Optional<Path> git = gitFolder(folder.resolve(".git"));
        if (git.isEmpty()) {
            return NONE;
        }
        Optional<Path> named = line(git.get().resolve("commondir")).flatMap(text -> resolve(git.get(), text));
        Path common = named.orElse(git.get());
        Optional<String> head = line(git.get().resolve("HEAD"));
        Optional<String> ref = head.flatMap(GitWorkTree::symbolic);
        Optional<String> commit = ref.isPresent()
                ? commit(git.get(), common, ref.get(), MAX_INDIRECTIONS)
                : head.filter(text -> GitCommit.ID.matcher(text).matches());
        Optional<String> repository =
                text(common.resolve("config")).flatMap(RemoteUrl::origin).flatMap(RemoteUrl::uri);
        Optional<WorkTreeState> state = commit.isPresent()
                ? Optional.of(WorkTreeState.of(folder, git.get(), common, commit.get()))
                : Optional.empty();
        return new GitWorkTree(repository, ref, commit, state);
    }

    /** A linked work tree has a file that names the folder. */
    private static Optional<Path> gitFolder(Path git) throws IOException {
        if (Files.isDirectory(git)) {
            return Optional.of(git);
        }
        return line(git)
                .filter(text -> text.startsWith("gitdir: "))
                .flatMap(text -> resolve(git.resolveSibling(""), text.substring("gitdir: ".length())))
                .filter(Files::isDirectory);
    }

    private static Optional<String> commit(Path git, Path common, String ref, int left) throws IOException {
        Optional<String> loose = line(git.resolve(ref));
        if (loose.isEmpty()) {
            loose = line(common.resolve(ref));
        }
        if (loose.isEmpty()) {
            return packed(common, ref);
        }
        Optional<String> next = symbolic(loose.get());
        if (next.isPresent() && left > 0) {
            return commit(git, common, next.get(), left - 1);
        }
        return loose.filter(text -> GitCommit.ID.matcher(text).matches());
    }

    private static Optional<String> packed(Path common, String ref) throws IOException {
        return text(common.resolve("packed-refs")).flatMap(text -> text.lines()
                .filter(line -> line.endsWith(" " + ref))
                .map(line -> line.substring(0, line.length() - ref.length() - 1))
                .filter(commit -> GitCommit.ID.matcher(commit).matches())
                .findFirst());
    }

    private static Optional<String> symbolic(String head) {
        return Optional.of(head)
                .filter(text -> text.startsWith("ref: "))
                .map(text -> text.substring("ref: ".length()).strip())
                .filter(ref -> ref.matches(REF) && !ref.contains("..") && !ref.contains("//"));
    }

    private static Optional<Path> resolve(Path base, String text) {
        try {
            return Optional.of(base.resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(Path file) throws IOException {
        return text(file).map(String::strip).filter(text -> text.length() < 4096 && text.indexOf('\n') < 0);
    }

    private static Optional<String> text(Path file) throws IOException {
        return SmallFile.read(file, MAX_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
