package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** bin/attest with fake JDKs, whose java prints its own folder and its arguments. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    Path work;

    private Path launcher = Path.of("");
    private Path jdks = Path.of("");

    @BeforeEach
    void install() throws Exception {
        launcher = work.resolve("an attest").resolve("bin").resolve("attest");
        Files.createDirectories(launcher.getParent());
        Files.copy(Path.of("src/main/dist/bin/attest"), launcher);
        executable(launcher);
        jdks = Files.createDirectories(work.resolve("all jdks"));
    }

    private static void executable(Path file) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String name, String version) throws Exception {
        Path jdk = jdks.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.writeString(
                jdk.resolve("bin/java"), "#!/bin/sh\necho " + name + "\nfor a in \"$@\"; do echo \"[$a]\"; done\n");
        executable(java);
        return jdk;
    }

    private record Run(int code, List<String> lines) {}

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return run(launcher, environment, arguments);
    }

    private Run run(Path what, Map<String, String> environment, String... arguments) throws Exception {
        var builder = new ProcessBuilder(
                Stream.concat(Stream.of(what.toString()), Stream.of(arguments)).toList());
        builder.environment().keySet().removeIf(name -> name.startsWith("ATTEST_") || name.equals("JAVA_HOME"));
        builder.environment().put("ATTEST_JDKS", jdks.toString());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), printed.lines().toList());
    }

    @Test
    void newest_jdk_is_taken_by_number_and_not_by_name() throws Exception {
        jdk("z-9", "9.0.4");
        jdk("m-17", "17.0.15");
        jdk("a-101", "101-ea");
        jdk("eight", "1.8.0_402");
        assertEquals("a-101", run(Map.of()).lines().get(0));
    }

    @Test
    void named_jdk_wins_over_newer_ones() throws Exception {
        jdk("newest", "101");
        Path named = jdk("named", "17.0.1");
        assertEquals(
                "named",
                run(Map.of("ATTEST_JAVA_HOME", named.toString())).lines().get(0));
        assertEquals(
                "newest", run(Map.of("JAVA_HOME", named.toString())).lines().get(0));
    }

    @Test
    void unusable_jdks_are_said_so_and_undecided() throws Exception {
        Path old = jdk("old", "11.0.2");
        Run refused = run(Map.of("ATTEST_JAVA_HOME", old.toString()));
        assertEquals(new Run(3, List.of("attest: ATTEST_JAVA_HOME names Java 11.0.2; 17 or later is needed")), refused);
        Run absent = run(Map.of("ATTEST_JAVA_HOME", work.resolve("x").toString()));
        assertEquals(3, absent.code());
        assertEquals(1, absent.lines().size());
    }

    @Test
    void arguments_and_folders_with_spaces_arrive_whole() throws Exception {
        jdk("newest", "101");
        Run run = run(Map.of(), "verify", "oci:a b", "", "$x `y` *");
        assertEquals(0, run.code());
        List<String> lines = run.lines();
        int main = lines.indexOf("[dev.attest.cli.Attest]");
        assertEquals("[" + work.toRealPath().resolve("an attest") + "/lib/*]", lines.get(main - 1));
        assertEquals(List.of("[verify]", "[oci:a b]", "[]", "[$x `y` *]"), lines.subList(main + 1, lines.size()));
    }

    @Test
    void symbolic_links_lead_home() throws Exception {
        jdk("newest", "101");
        Path relative = Files.createSymbolicLink(work.resolve("link one"), Path.of("an attest/bin/attest"));
        Path second = Files.createSymbolicLink(work.resolve("link two"), relative.toAbsolutePath());
        String libraries = "[" + work.toRealPath().resolve("an attest") + "/lib/*]";
        assertTrue(run(second, Map.of()).lines().contains(libraries));
    }

    @Test
    void an_archive_is_used_where_it_was_made_for_this_jdk() throws Exception {
        jdk("newest", "101.0.1");
        Path archives = Files.createDirectories(work.resolve("an attest/cds"));
        Files.writeString(archives.resolve("attest-17.0.1.jsa"), "");
        assertTrue(run(Map.of()).lines().stream().noneMatch(line -> line.contains("SharedArchiveFile")));
        Path fitting = Files.writeString(archives.resolve("attest-101.0.1.jsa"), "");
        assertTrue(run(Map.of()).lines().contains("[-XX:SharedArchiveFile=" + fitting.toRealPath() + "]"));
    }

    @Test
    void what_reads_layers_keeps_both_compilers() throws Exception {
        jdk("newest", "101");
        assertTrue(run(Map.of(), "verify", "x").lines().contains("[-XX:TieredStopAtLevel=1]"));
        assertTrue(run(Map.of(), "sign", "verify").lines().stream().noneMatch(line -> line.contains("TieredStop")));
    }
}
