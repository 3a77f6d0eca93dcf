package dev.attest.oci.archive;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import java.io.IOException;

/** Opens archives by their kind. */
public final class Archives {
    private Archives() {}

    /** Opens an archive; nothing of it is unpacked. */
    public static Repository open(Reference.Archive archive) throws IOException, MalformedImageException {
        TarFiles files = TarFiles.open(archive.file());
        String name = archive.file().toString();
        return archive.kind() == Reference.Archive.Kind.OCI
                ? new OciArchive(files, name)
                : new DockerArchive(files, name);
    }

    static IOException readOnly(String name) {
        return new IOException(name + ": an archive cannot be written; copy the image to a layout (oci:DIR) first");
    }
}
