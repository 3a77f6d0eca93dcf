package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a command works with is loaded by what only prints text. */
class StartUpTest {
    private static final List<String> FORBIDDEN = List.of(
            "com.fasterxml.",
            "org.bouncycastle.",
            "org.slf4j.",
            "java.net.http.",
            "jdk.internal.net.http.",
            "javax.crypto.",
            "javax.net.ssl.",
            "java.security.KeyFactory",
            "java.security.Signature",
            "java.security.MessageDigest",
            "dev.attest.");

    private static final String OWN = "dev.attest.cli.";

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--help", "verify --help", "help sign", "sign --nonsense"})
    void text_alone_loads_nothing_else(String line) throws Exception {
        Path log = work.resolve("classes");
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log + ":none",
                "-cp",
                classPath(),
                "dev.attest.cli.Attest");
        Process process = new ProcessBuilder(
                        Stream.concat(java, Stream.of(line.split(" "))).toList())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(line.contains("nonsense") ? 2 : 0, process.waitFor(), printed);
        List<String> loaded = Files.readAllLines(log).stream()
                .map(text -> text.split(" ", 2)[0])
                .toList();
        assertTrue(loaded.contains(OWN + "Attest"), "the log lists classes");
        assertEquals(
                "",
                loaded.stream()
                        .filter(name -> !name.startsWith(OWN))
                        .filter(name -> FORBIDDEN.stream().anyMatch(name::startsWith))
                        .collect(Collectors.joining("\n")));
    }

    // The agent that measures coverage would be found loaded otherwise, and surefire shortens the class path.
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }
}
