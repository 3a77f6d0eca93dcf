package dev.attest.vex.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.vex.MalformedVexException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VexTemplatesTest {
    @TempDir
    Path folder;

    @Test
    void json_files_are_read_in_the_order_of_their_names() throws Exception {
        write("b.json", "Second");
        write("a.openvex.json", "First");
        Files.writeString(folder.resolve("README.md"), "not VEX");
        Files.createDirectory(folder.resolve("inner"));
        assertThat(VexTemplates.load(folder))
                .extracting(one -> one.info().author())
                .containsExactly("First", "Second");
        assertThat(VexTemplates.load(folder.resolve("b.json"))).hasSize(1);
    }

    @Test
    void an_empty_folder_has_no_documents() throws Exception {
        assertThat(VexTemplates.load(folder)).isEmpty();
    }

    @Test
    void a_document_that_cannot_be_read_is_an_error_with_its_name() throws IOException {
        write("a.json", "First");
        Files.writeString(folder.resolve("z.json"), "{}");
        assertThatThrownBy(() -> VexTemplates.load(folder))
                .isInstanceOf(MalformedVexException.class)
                .hasMessageStartingWith("z.json: ");
        assertThatThrownBy(() -> VexTemplates.load(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_link_out_of_the_source_is_refused() throws IOException {
        write("a.json", "First");
        Files.createSymbolicLink(folder.resolve("b.json"), folder.resolve("a.json"));
        assertThatThrownBy(() -> VexTemplates.load(folder)).hasMessage("b.json: not a regular file");
    }

    @Test
    void the_number_of_documents_is_bounded() throws IOException {
        for (int i = 0; i <= VexTemplates.MAX_FILES; i++) {
            Files.writeString(folder.resolve(i + ".json"), "");
        }
        assertThatThrownBy(() -> VexTemplates.load(folder)).hasMessageStartingWith("more than 1000 VEX documents");
    }

    @Test
    void the_size_of_documents_is_bounded() throws IOException {
        Path file = folder.resolve("a.json");
        Files.write(file, new byte[33 << 20]);
        assertThatThrownBy(() -> VexTemplates.load(folder)).isInstanceOf(MalformedVexException.class);
    }

    private void write(String name, String author) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "{\"@context\":\"https://openvex.dev/ns/v0.2.0\",\"author\":\"" + author
                        + "\",\"statements\":[{\"vulnerability\":{\"name\":\"CVE-1\"},\"status\":\"fixed\"}]}");
    }
}
