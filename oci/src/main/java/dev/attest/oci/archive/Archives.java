package dev.attest.oci.archive;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.util.Optional;

/** Opens archives by their kind. */
public final class Archives {
    private Archives() {}

    /** Opens an archive; nothing of it is unpacked. */
    public static Repository open(Reference.Archive archive) throws IOException, MalformedImageException {
        TarFiles files = TarFiles.open(archive.file());
        String name = archive.file().toString();
        try {
            // An archive with both descriptions is loaded by the one or by the other, whatever it is called here.
            boolean both = files.has("manifest.json") && files.has("index.json");
            boolean oci = archive.kind() == Reference.Archive.Kind.OCI;
            Optional<Repository> docker = !oci || both ? Optional.of(new DockerArchive(files, name)) : Optional.empty();
            return oci ? new OciArchive(files, name) : docker.orElseThrow();
        } catch (IOException | MalformedImageException e) {
            files.close();
            throw e;
        }
    }

    static IOException readOnly(String name) {
        return new IOException(name + ": an archive cannot be written; copy the image to a layout (oci:DIR) first");
    }
}
