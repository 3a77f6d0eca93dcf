package dev.attest.oci;

import dev.attest.oci.archive.ArchiveDestination;
import dev.attest.oci.archive.Archives;
import dev.attest.oci.layout.LayoutDestination;
import dev.attest.oci.layout.LayoutRepository;
import dev.attest.oci.registry.RegistryDestination;
import dev.attest.oci.registry.RegistryRepository;
import java.io.IOException;
import java.util.function.Supplier;

/** The door to every place where images live. */
public final class Repositories {
    private final Supplier<RegistrySettings> settings;

    /** The settings are made when a registry is opened, and only then. */
    public Repositories(Supplier<RegistrySettings> settings) {
        this.settings = settings;
    }

    /** Opens the place that {@code reference} names; the caller closes it. A registry is not asked anything yet. */
    public Repository open(Reference reference) throws IOException, MalformedImageException {
        if (reference instanceof Reference.Registry registry) {
            return new RegistryRepository(registry.registry(), registry.repository(), settings.get());
        }
        if (reference instanceof Reference.Layout layout) {
            return new LayoutRepository(layout.directory());
        }
        if (reference instanceof Reference.Archive archive) {
            return Archives.open(archive);
        }
        throw new IllegalArgumentException("a kind of reference that is not known");
    }

    /** Opens a place to move images to, as {@link References#parseDestination} gave it; the caller closes it. */
    public Destination destination(Reference reference) throws IOException {
        if (reference instanceof Reference.Registry registry) {
            return new RegistryDestination(registry.registry(), registry.repository(), settings.get());
        }
        if (reference instanceof Reference.Layout layout) {
            return new LayoutDestination(layout.directory());
        }
        if (reference instanceof Reference.Archive archive && archive.kind() == Reference.Archive.Kind.OCI) {
            return new ArchiveDestination(archive.file());
        }
        throw new IllegalArgumentException("a kind of reference that nothing is moved to");
    }
}
