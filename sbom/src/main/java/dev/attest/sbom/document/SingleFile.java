package dev.attest.sbom.document;

import dev.attest.sbom.Component;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one file that a component is, where it is one: its name, and whether it can be run and taken apart (BSI TR-03183-2
 * v2.1, 5.2.2 and 8.1.4 to 8.1.6). What a package manager spread over many files is none.
 */
public record SingleFile(String name, boolean isExecutable, boolean isArchive) {
    private static final List<String> ARCHIVES = List.of(
            ".jar", ".war", ".ear", ".par", ".sar", ".nar", ".jmod", ".kar", ".hpi", ".jpi", ".zip", ".whl", ".egg",
            ".nupkg");

    /** The file, which is known by its hashes. */
    public static Optional<SingleFile> of(Component component) {
        if (component.declared().hashes().isEmpty()
                || component.evidence().paths().isEmpty()) {
            return Optional.empty();
        }
        String path = component.evidence().paths().get(0);
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        boolean archive = ARCHIVES.stream().anyMatch(lower::endsWith);
        // Code for a virtual machine in an archive counts as executable as native code does (8.1.4).
        return Optional.of(new SingleFile(name, true, archive));
    }
}
