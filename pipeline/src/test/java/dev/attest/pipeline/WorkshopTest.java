package dev.attest.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One workshop for each class of tests, and a folder for the layout of each test. */
abstract class WorkshopTest {
    @SuppressWarnings("NullAway.Init")
    static Workshop workshop;

    @SuppressWarnings("NullAway.Init")
    LayoutFolder layout;

    @TempDir
    Path folder;

    @BeforeAll
    static void open(@TempDir Path state) throws IOException {
        workshop = new Workshop(state.resolve("sigstore"));
    }

    @AfterAll
    static void close() throws IOException {
        workshop.close();
    }

    @BeforeEach
    void place() {
        layout = new LayoutFolder(folder.resolve("app"));
    }

    dev.attest.oci.Reference reference() {
        return Workshop.layout(layout.folder());
    }

    dev.attest.oci.Reference at(String digest) {
        return dev.attest.oci.References.parse("oci:" + layout.folder() + "@" + digest, java.util.Optional.empty());
    }
}
