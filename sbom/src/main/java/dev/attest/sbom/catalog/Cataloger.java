package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView;
import dev.attest.sbom.MalformedContentException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds one kind of software, or one kind of fact, in two phases. First, while a layer streams by, once and in any order
 * among the layers, it picks files by their tar header and turns each into findings that know nothing of other files.
 * Then, once, it makes components from the findings of those files that the merged image still has. The engine opens,
 * bounds, remembers and orders; a cataloger keeps no state.
 */
public interface Cataloger {
    /** Name and version, such as {@code dpkg/1}: the version rises whenever the findings of the same bytes change. */
    String id();

    /** Whether a regular file is to be read. Asked for every file of every layer, so it looks at the header only. */
    boolean wants(LayerEntry entry);

    /** Whether every ELF, PE and Mach-O file is to be read, whatever it is called; seen by its first bytes. */
    default boolean wantsExecutables() {
        return false;
    }

    /**
     * Whether a wanted file is read for what its header says, and not only looked at: one that a link shows under such a
     * name, while it was only looked at under its own, counts as unread.
     */
    default boolean wantsByName(LayerEntry entry) {
        return wants(entry);
    }

    /**
     * The findings of one wanted file; none when its first bytes show that it is something else.
     *
     * @throws MalformedContentException when the file must be readable, as a package database must
     * @throws UnreadFileException when it stays unread and is to be listed as a gap
     */
    List<Finding> read(LayerFile file) throws IOException, MalformedContentException, UnreadFileException;

    /**
     * Who looks on while every file of a layer passes, wanted or not and whoever reads it; a new one for each pass. Files
     * of which it says nothing leave no record. What it finds is as a record of a file that was wanted.
     */
    default Optional<Onlooker> onlooker() {
        return Optional.empty();
    }

    /**
     * Whether a file that was malformed ends the scan: a package database of the image itself does. One of another system
     * inside the image is a gap.
     */
    default boolean isEssential(String path, MergedView image) {
        return true;
    }

    /** Adds to the assembly what the findings that are left in the merged image stand for. */
    void assemble(MergedRecords records, Assembly assembly)
            throws IOException, MalformedImageException, MalformedContentException;
}
