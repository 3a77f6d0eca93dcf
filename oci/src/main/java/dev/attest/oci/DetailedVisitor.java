package dev.attest.oci;

import java.io.IOException;
import java.io.InputStream;

/** As {@link LayerVisitor}, for those who want to know all that a layer's tar says. */
@FunctionalInterface
public interface DetailedVisitor {
    /** One entry; {@code content} is as {@link LayerVisitor#entry} says. */
    void entry(LayerEntry entry, EntryDetails details, InputStream content) throws IOException;
}
