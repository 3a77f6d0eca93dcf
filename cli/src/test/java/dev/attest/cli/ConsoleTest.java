package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.oci.MalformedImageException;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is printed when something goes wrong, and where results go. */
class ConsoleTest {
    private static final ExitCode NO = ExitCode.UNDECIDED;

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new IOException("gone"), NO, "gone"),
                Arguments.of(new IOException(), NO, Failures.FAULT),
                Arguments.of(new IOException(new IOException("inner")), NO, "inner"),
                Arguments.of(new IOException(new IllegalStateException("x")), NO, Failures.FAULT),
                Arguments.of(new UncheckedIOException(new IOException("deep")), NO, "deep"),
                Arguments.of(new IOException(new StackOverflowError()), NO, Failures.FAULT),
                Arguments.of(new NullPointerException("secret"), NO, Failures.FAULT),
                Arguments.of(new NoSuchFileException("f"), NO, "no such file or folder: f"),
                Arguments.of(new AccessDeniedException("f"), NO, "access denied: f"),
                Arguments.of(new FileAlreadyExistsException("f"), NO, "already there: f"),
                Arguments.of(new NotDirectoryException("f"), NO, "cannot use f"),
                Arguments.of(new MalformedImageException("bad"), ExitCode.REFUSED, "bad"),
                Arguments.of(new UsageException("so"), ExitCode.USAGE, "so"),
                Arguments.of(SigningException.world("down"), NO, "down"),
                Arguments.of(SigningException.refused("old"), ExitCode.REFUSED, "old"),
                Arguments.of(SigningException.usage("none"), ExitCode.USAGE, "none"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failure_has_one_message_and_one_code(Exception problem, ExitCode code, String message) {
        assertEquals(code, Failures.code(problem));
        assertEquals(message, Failures.message(problem));
    }

    @Test
    void printable_hides_no_text_and_moves_no_cursor() {
        assertEquals(
                "a\\u{1b}[0m\\u{a}\\u{d}\\u{202e}\\u{2028}\\u{d800}é😀",
                Console.printable("a\u001b[0m\n\r\u202e\u2028\ud800é😀"));
    }

    @Test
    void a_failure_is_never_a_pass() {
        var image = new dev.attest.oci.Reference.Layout(Path.of("x"), Optional.empty(), Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> new VerifyAnswer.Failed(image, ExitCode.DONE, "x"));
        assertThrows(IllegalArgumentException.class, () -> VerifyAnswer.exitCode(List.of()));
        assertEquals("undecided", VerifyAnswer.word(List.of(new VerifyAnswer.Failed(image, ExitCode.USAGE, "x"))));
    }

    @Test
    void a_file_is_replaced_whole_and_a_device_written_to(@TempDir Path work) throws Exception {
        Path file = Files.writeString(work.resolve("f"), "a longer text than the next");
        output(file).write(new byte[] {'x'});
        assertEquals("x", Files.readString(file));
        try (Stream<Path> left = Files.list(work)) {
            assertEquals(1, left.count());
        }
        output(Path.of("/dev/null")).write(new byte[] {'x'});
        assertTrue(Files.exists(Path.of("/dev/null")));
        Path folder = Files.createDirectories(work.resolve("going"));
        Output lost = output(folder.resolve("f"));
        Files.delete(folder);
        assertThrows(IOException.class, () -> lost.write(new byte[1]));
    }

    private static Output output(Path file) throws IOException {
        var nowhere = new java.io.PrintStream(java.io.OutputStream.nullOutputStream());
        return Output.to(new Console(nowhere, nowhere), Optional.of(file));
    }
}
