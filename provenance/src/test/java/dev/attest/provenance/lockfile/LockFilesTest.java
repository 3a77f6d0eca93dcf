package dev.attest.provenance.lockfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockFilesTest {
    private static final String PACKAGE = "{'dependencies':{'a':'^1'},'devDependencies':{'b':'2'}}";
    private static final String NPM_LOCK =
            "{'lockfileVersion':3,'packages':{'':{'dependencies':{'a':'^1'},'devDependencies':{'b':'2'}},"
                    + "'node_modules/a':{'version':'1.0.0'},'node_modules/b':{'link':true}}}";
    private static final String PNPM_LOCK =
            "lockfileVersion: '9.0'\\nimporters:\\n  .:\\n    dependencies:\\n      a:\\n"
                    + "        specifier: ^1\\n        version: 1.0.0\\n    devDependencies:\\n      b:\\n        specifier: '2'\\n"
                    + "        version: 2.0.0(a@1.0.0)\\npackages:\\n  a@1.0.0: {}\\n  b@2.0.0: {}\\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "package.json | " + PACKAGE + " | package-lock.json | " + NPM_LOCK + " | LOCKED",
                "package.json | " + PACKAGE + " | npm-shrinkwrap.json | " + NPM_LOCK + " | LOCKED",
                "package.json | {'dependencies':{'a':'^2'}} | package-lock.json | " + NPM_LOCK + " | OUT_OF_STEP",
                "package.json | {'dependencies':{'a':'^1'}} | package-lock.json | " + NPM_LOCK + " | OUT_OF_STEP",
                "package.json | {'dependencies':{'a':'^1','b':'2','c':'3'}} | package-lock.json | " + NPM_LOCK
                        + " | OUT_OF_STEP",
                "package.json | " + PACKAGE
                        + " | package-lock.json | {'lockfileVersion':1,'dependencies':{}} | UNKNOWN",
                "package.json | " + PACKAGE + " | package-lock.json | {'packages':{}} | MISSING",
                "package.json | " + PACKAGE + " | package-lock.json | {} {} | OUT_OF_STEP",
                "package.json | {'dependencies':['a']} | package-lock.json | " + NPM_LOCK + " | UNKNOWN",
                "package.json | {'dependencies':{'a':'1'},'optionalDependencies':{'a':'2'}} | package-lock.json"
                        + " | {'packages':{'':{'optionalDependencies':{'a':'2'}}}} | LOCKED",
                "package.json | " + PACKAGE
                        + " | yarn.lock | # v1\\n\\n\"a@^1\", a@^1.1:\\n  version \"1\"\\nb@2:\\n | LOCKED",
                "package.json | " + PACKAGE + " | yarn.lock | \"a@npm:^1\":\\n\"b@npm:2, b@npm:3\":\\n | LOCKED",
                "package.json | " + PACKAGE + " | yarn.lock | a@^1:\\n | UNKNOWN",
                "package.json | " + PACKAGE + " | pnpm-lock.yaml | " + PNPM_LOCK + " | LOCKED",
                "package.json | {'dependencies':{'a':'^2'}} | pnpm-lock.yaml | " + PNPM_LOCK + " | OUT_OF_STEP",
                "package.json | " + PACKAGE + " | pnpm-lock.yaml | " + PNPM_LOCK + "overrides:\\n  a: '1' | UNKNOWN",
                "package.json | " + PACKAGE + " | pnpm-lock.yaml | importers:\\n  web: {} | MISSING",
                "package.json | {'dependencies':{'a':'1'}} | package-lock.json"
                        + " | {'packages':{'':{'dependencies':{'a':'1'}}}} | OUT_OF_STEP",
                "package.json | {'dependencies':{'a':'1'}} | package-lock.json"
                        + " | {'packages':{'':{'dependencies':{'a':'1'}},'node_modules/a':{}}} | OUT_OF_STEP",
                "package.json | " + PACKAGE + " | pnpm-lock.yaml | "
                        + "importers:\\n  .:\\n    dependencies:\\n      a: {specifier: ^1, version: 1.0.0}\\n"
                        + "    devDependencies:\\n      b: {specifier: '2', version: 'link:b'} | OUT_OF_STEP",
                "Cargo.toml | [package]\\nname = 'x'\\n[dependencies]\\nserde = '1.0'\\n\"toml\" = '1' | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"1.0.9\"\\n[[package]]\\nname = \"toml\"\\nversion = \"1.2.3+x\" | LOCKED",
                "Cargo.toml | [dependencies]\\nserde = '2' | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"1.0.0\" | OUT_OF_STEP",
                "Cargo.toml | [dependencies]\\nserde = '2' | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"1.0.0\"\\n[[package]]\\nname = \"serde\"\\nversion = \"2.3.0\" | LOCKED",
                "Cargo.toml | [dependencies]\\nserde = '2' | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"2.0.0-rc1\" | OUT_OF_STEP",
                "Cargo.toml | [dependencies]\\nserde.workspace = true | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"1.0.0\" | UNKNOWN",
                "Cargo.toml | [dependencies]\\nserde = '~1.0' | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"1.0.0\" | UNKNOWN",
                "Cargo.toml | [dependencies]\\nserde = { git = 'x' } | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"1.0.0\" | UNKNOWN",
                "Cargo.toml | [dependencies]\\nserde = { version = '1', optional = true } | Cargo.lock | [[package]]\\nname = \"serde\"\\nversion = \"1.0.0\" | LOCKED",
                "Cargo.toml | [dependencies]\\na = '0.2.3' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"0.2.4\" | LOCKED",
                "Cargo.toml | [dependencies]\\na = '0.2.3' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"0.3.4\" | OUT_OF_STEP",
                "Cargo.toml | [dependencies]\\na = '0.0.3' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"0.0.4\" | OUT_OF_STEP",
                "Cargo.toml | [dependencies]\\na = '1.2.3' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.2\" | OUT_OF_STEP",
                "Cargo.toml | [dependencies]\\na = '1.2.3' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.3.0\" | LOCKED",
                "Cargo.toml | [dependencies]\\na = '=1.2.3' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.4\" | OUT_OF_STEP",
                "Cargo.toml | [dependencies]\\na = '= 1.2.3' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.3\" | LOCKED",
                "Cargo.toml | [dependencies]\\na = '1'\\n[dev-dependencies]\\na = '2' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.3\" | OUT_OF_STEP",
                "Cargo.toml | [ dependencies ]\\na = '2' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.3\" | OUT_OF_STEP",
                "Cargo.toml | dependencies.a = '2' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.3\" | OUT_OF_STEP",
                "Cargo.toml | dependencies.a.version = '1'\\n[package] | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.3\" | LOCKED",
                "Cargo.toml | dependencies = { a = '2' } | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.3\" | UNKNOWN",
                "Cargo.toml | [target.'cfg(unix)']\\ndependencies.a = '2' | Cargo.lock | [[package]]\\nname = \"a\"\\nversion = \"1.2.3\" | OUT_OF_STEP",
                "Cargo.toml | [target.'cfg(unix)'.dev-dependencies]\\nlibc = '1' | Cargo.lock | [[package]]\\nname = \"x\"\\nversion = \"1.0.0\" | OUT_OF_STEP",
                "Cargo.toml | [dependencies]\\na = { package = \"b\", version = '1' } | Cargo.lock | [[package]]\\nname = \"b\"\\nversion = \"1.0.0\" | LOCKED",
                "Cargo.toml | [dependencies.a] # why\\npackage = \"b\"\\nversion = '1' | Cargo.lock | [[package]]\\nname = \"b\"\\nversion = \"1.0.0\" | LOCKED",
                "Cargo.toml | [dependencies.a]\\nversion = '1' | Cargo.lock | [[package]]\\nname = \"b\"\\nversion = \"1.0.0\" | OUT_OF_STEP",
                "go.mod | require ( // direct\\na v1.0.0\\n) | go.sum | x | OUT_OF_STEP",
                "go.mod | require\\ta v1.0.0 // indirect | go.sum | x | OUT_OF_STEP",
                "go.mod | require a v1.0.0\\nreplace a v0.9.0 => ./a | go.sum | x | OUT_OF_STEP",
                "go.mod | module m\\nrequire a.b/c v1.0.0 // indirect | go.sum | a.b/c v1.0.0/go.mod h1:x= | LOCKED",
                "go.mod | require (\\na v1.0.0\\nb v1.0.0\\n)\\nreplace b => ../b | go.sum | a v1.0.0/go.mod h1:x= | LOCKED",
                "go.mod | require a v1.0.0\\nreplace (\\na v1.0.0 => ./a\\n)\\nrequire b v1.0.0 | go.sum | x | OUT_OF_STEP",
                "go.mod | require a v1.0.1 | go.sum | a v1.0.0 h1:x=\\na v1.0.0/go.mod h1:x= | OUT_OF_STEP",
                "Gemfile | gem 'a' | Gemfile.lock | GEM | UNKNOWN",
                "composer.json | {} | composer.lock | {} | UNKNOWN",
                "Pipfile | [packages] | Pipfile.lock | {} | UNKNOWN",
                "pyproject.toml | [project] | uv.lock | version = 1 | UNKNOWN",
                "build.gradle | x | gradle.lockfile | y | UNKNOWN",
                "build.gradle.kts | x | gradle.lockfile | y | UNKNOWN",
            })
    void what_can_be_proven_is_said(String manifest, String asks, String lock, String locked, LockState state)
            throws Exception {
        write(manifest, asks);
        assertThat(LockFiles.find(folder).findings())
                .allSatisfy(finding -> assertThat(finding.lock()).isEmpty());
        write(lock, locked);
        LockFiles found = LockFiles.find(folder);
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.state()).as(finding.reason()).isEqualTo(state);
            assertThat(finding.lock()).contains(lock);
        });
        assertThat(found.dependencies()).singleElement().satisfies(dependency -> {
            assertThat(dependency.name()).contains(lock);
            assertThat(dependency.annotation(LockFiles.ECOSYSTEM)).isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "package.json | {'name':'x'}",
                "Cargo.toml | [package]\\n[workspace.dependencies]\\na = '1'",
                "go.mod | module m\\n\\ngo 1.22",
            })
    void what_asks_for_nothing_needs_no_lock_file(String manifest, String text) throws Exception {
        write(manifest, text);
        assertThat(LockFiles.find(folder).findings()).isEmpty();
    }

    @Test
    void workspaces_are_locked_from_above() throws Exception {
        write("package.json", "{'workspaces':['web']}");
        write("web/package.json", "{'dependencies':{'a':'1'}}");
        write("lone/package.json", "{'dependencies':{'a':'1'}}");
        write(
                "package-lock.json",
                "{'packages':{'':{},'web':{'dependencies':{'a':'1'}},'node_modules/a':{'version':'1.0.0'}}}");
        write("go.sum", "a v1.0.0/go.mod h1:x=");
        write("tool/go.mod", "require a v1.0.0");
        LockFiles found = LockFiles.find(folder);
        assertThat(found.json().toString())
                .isEqualTo(
                        "{\"lone/package.json\":\"missing\",\"tool/go.mod\":\"missing\",\"web/package.json\":\"locked\"}");
        assertThat(found.dependencies().stream().map(ResourceDescriptor::name))
                .containsExactly(Optional.of("go.sum"), Optional.of("package-lock.json"));
    }

    @Test
    void a_reason_names_what_differs() throws Exception {
        write("package.json", "{'dependencies':{'a':'1','b':'2'}}");
        write("package-lock.json", "{'packages':{'':{'dependencies':{'a':'1','b':'3'}}}}");
        write("go/go.mod", "require a v1.0.0");
        write("go/go.sum", "");
        assertThat(LockFiles.find(folder).findings().stream().map(LockFinding::reason))
                .containsExactly("the lock file has no a", "locked from another range of b");
    }

    @Test
    void installed_packages_and_links_are_passed_over() throws Exception {
        for (String passed : new String[] {".git", "node_modules", "target", "vendor"}) {
            write(passed + "/package.json", PACKAGE);
        }
        Files.createSymbolicLink(folder.resolve("package.json"), folder.resolve("target/package.json"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        assertThat(LockFiles.find(folder)).isEqualTo(new LockFiles(List.of(), List.of()));
    }

    @Test
    void a_link_to_the_source_is_followed_and_build_is_source() throws Exception {
        write("source/build/package.json", PACKAGE);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("source"));
        assertThat(LockFiles.find(link).json().toString()).isEqualTo("{\"build/package.json\":\"missing\"}");
    }

    @Test
    void a_source_that_is_too_deep_is_refused() throws Exception {
        write("a/".repeat(62) + "package.json", PACKAGE);
        assertThat(LockFiles.find(folder).findings()).hasSize(1);
        write("a/".repeat(64) + "package.json", PACKAGE);
        assertThatThrownBy(() -> LockFiles.find(folder)).hasMessageContaining("more than 64 folders deep");
    }

    @Test
    void what_cannot_be_read_is_unknown() throws Exception {
        write("shut/package.json", PACKAGE);
        write("package.json", PACKAGE);
        write("yarn.lock", "");
        Set<PosixFilePermission> none = Set.of();
        Files.setPosixFilePermissions(folder.resolve("yarn.lock"), none);
        Path shut = Files.setPosixFilePermissions(folder.resolve("shut"), none);
        assumeFalse(Files.isReadable(shut), "the user may read everything");
        String states = LockFiles.find(folder).json().toString();
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
        assertThat(states).isEqualTo("{\"package.json\":\"unknown\",\"shut\":\"unknown\",\"yarn.lock\":\"unknown\"}");
    }

    @Test
    void a_lock_file_that_is_too_large_to_compare_is_unknown() throws Exception {
        write("package.json", PACKAGE);
        write("pnpm-lock.yaml", "#".repeat((1 << 20) + 1));
        assertThat(LockFiles.find(folder).findings().get(0).state()).isEqualTo(LockState.UNKNOWN);
    }

    @Test
    void states_are_carried_by_provenance() throws Exception {
        write("package.json", PACKAGE);
        JsonObject parameters = JsonObject.of(
                StrictJson.object()
                        .set(LockFiles.PARAMETER, LockFiles.find(folder).json()),
                "internalParameters");
        assertThat(LockFiles.read(parameters)).contains(new TreeMap<>(Map.of("package.json", LockState.MISSING)));
        assertThat(LockFiles.read(parameters("{}"))).isEmpty();
        assertThat(LockFiles.read(parameters("{'attest_lockFiles':{}}")).orElseThrow())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'attest_lockFiles':[]}",
                "{'attest_lockFiles':{'a':true}}",
                "{'attest_lockFiles':{'a':'Locked'}}",
                "{'attest_lockFiles':{'a':'worse'}}",
            })
    void states_that_nobody_knows_are_refused(String json) throws Exception {
        JsonObject parameters = parameters(json);
        assertThatThrownBy(() -> LockFiles.read(parameters)).isInstanceOf(MalformedProvenanceException.class);
    }

    private static JsonObject parameters(String json) throws Exception {
        return StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "internalParameters");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        boolean json = text.startsWith("{");
        Files.writeString(
                file,
                (json ? text.replace('\'', '"') : text).replace("\\n", "\n").replace("\\t", "\t"));
    }
}
