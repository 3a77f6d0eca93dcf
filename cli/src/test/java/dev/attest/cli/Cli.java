package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process, and makes the small images that they work on. */
final class Cli {
    private Cli() {}

    /** How a command ended and what it printed. */
    record Result(int code, String out, String err) {
        Result ends(int expected) {
            assertEquals(expected, code, () -> "out: " + out + "\nerr: " + err);
            return this;
        }

        /** One line on stderr that people can read, and nothing that only developers can. */
        Result failsWith(int expected, String words) {
            ends(expected);
            assertTrue(err.startsWith("attest: "), err);
            assertEquals(1, err.lines().count(), err);
            assertTrue(err.contains(words), err);
            assertFalse(err.matches("(?s).*(Exception|\\bat [a-z]+\\.[a-z.]+\\(|java\\.).*"), err);
            String line = err.strip();
            assertTrue(line.chars().noneMatch(Character::isISOControl), err);
            return this;
        }
    }

    static Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    static Result run(Map<String, String> environment, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        // What is remembered from run to run must not reach the folder of whoever runs the tests.
        var own = new HashMap<>(environment);
        own.putIfAbsent("XDG_STATE_HOME", folder("state"));
        own.putIfAbsent("XDG_CACHE_HOME", folder("cache"));
        int code = Attest.run(
                arguments,
                own,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String folder(String name) {
        return Path.of("target", name).toAbsolutePath().toString();
    }

    /** An image that production accepts once it is signed: one package, a user of its own, no shell. */
    static byte[] goodLayer() {
        return new TarWriter()
                .file("etc/os-release", "ID=debian\nVERSION_ID=12\n")
                .file("etc/passwd", "root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532::/home:/sbin/nologin\n")
                .file("etc/group", "root:x:0:\nnonroot:x:65532:\n")
                .file(
                        "var/lib/dpkg/status.d/tzdata",
                        "Package: tzdata\nVersion: 2026a-1\nArchitecture: all\nStatus: install ok installed\n\n")
                .bytes();
    }

    static String good(Path directory) {
        var builder = new LayoutBuilder(directory);
        builder.list(builder.image("linux", "amd64", "{\"User\":\"65532:65532\"}", goodLayer()), "latest")
                .write();
        return "oci:" + directory;
    }

    /** The same for two platforms under an index. */
    static String index(Path directory) {
        var builder = new LayoutBuilder(directory);
        String amd = builder.image("linux", "amd64", "{\"User\":\"65532:65532\"}", goodLayer());
        String arm = builder.image("linux", "arm64", "{\"User\":\"65532:65532\"}", goodLayer());
        builder.list(
                        builder.index(
                                LayoutBuilder.with(amd, "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}"),
                                LayoutBuilder.with(arm, "\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}")),
                        "latest")
                .write();
        return "oci:" + directory;
    }
}
