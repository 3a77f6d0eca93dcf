package dev.attest.sbom.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerEntry.Owner;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactScanTest {
    private static final String ACCOUNTS = "root:x:0:0::/:\napp:x:1000:1000::/:\n";

    private static TestImage image() {
        return new TestImage().layer().file("etc/passwd", ACCOUNTS).file("etc/group", "root:x:0:\nstaff:x:50:app\n");
    }

    private static List<String> paths(TestImage image, FactKind kind) throws Exception {
        return image.scan().facts().present(kind).stream().map(Fact::path).toList();
    }

    private static List<Map<String, String>> conditions(TestImage image, FactKind kind) throws Exception {
        return image.scan().facts().present(kind).stream().map(Fact::conditions).toList();
    }

    @Test
    void every_kind_that_is_looked_for_is_stated() throws Exception {
        ImageFacts facts = image().scan().facts();
        for (FactKind kind : FactKind.values()) {
            boolean stated = facts.isAbsent(kind) || !facts.present(kind).isEmpty();
            assertThat(stated).as(kind.name()).isEqualTo(kind.isAlwaysLookedFor());
        }
    }

    @Test
    void applets_name_the_program_that_they_are() throws Exception {
        var image = image().program("bin/busybox")
                .symlink("bin/wget", "/bin/busybox")
                .hardlink("bin/vi", "bin/busybox");
        assertThat(conditions(image, FactKind.NETWORK_TOOL)).containsExactly(Map.of("program", "busybox"));
        assertThat(conditions(image, FactKind.EDITOR)).containsExactly(Map.of("program", "busybox"));
        assertThat(conditions(image, FactKind.SHELL)).containsExactly(Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "usr/bin/python3.12,INTERPRETER",
        "usr/bin/perl5.36,INTERPRETER",
        "usr/local/bin/node,INTERPRETER",
        "usr/bin/lua5.4,INTERPRETER",
        "usr/bin/tclsh8.6,INTERPRETER",
        "usr/sbin/tcpdump,DEBUG_TOOL",
        "usr/bin/strace,DEBUG_TOOL",
        "bin/nc.openbsd,NETWORK_TOOL",
        "usr/bin/vim.basic,EDITOR"
    })
    void program_is_known_by_its_name(String path, FactKind kind) throws Exception {
        assertThat(paths(image().program(path), kind)).containsExactly(path);
        assertThat(paths(image().file(path, "no right to execute"), kind)).isEmpty();
        assertThat(paths(image().program(path + "-data"), kind)).isEmpty();
    }

    @Test
    void program_that_was_told_by_its_content_counts_under_another_name_and_its_library_does_not() throws Exception {
        byte[] busybox = elf("BusyBox v1.36.1 (");
        byte[] curl = elf("\0libcurl/8.1.2\0");
        var image = image().file("opt/[", busybox, 0755).file("lib/libcurl.so.4", curl, 0755);
        assertThat(conditions(image, FactKind.SHELL)).containsExactly(Map.of("program", "busybox"));
        assertThat(paths(image, FactKind.NETWORK_TOOL)).isEmpty();
    }

    private static byte[] elf(String text) {
        return ("\177ELF\2\1" + " ".repeat(100) + text + " ".repeat(100)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void tool_without_the_right_to_be_executed_counts_when_the_configuration_starts_it() throws Exception {
        var image = image().file("opt/bash", "ELF").file("opt/zsh", "ELF").entrypoint("/lib/ld.so", "/opt/bash");
        assertThat(paths(image, FactKind.SHELL)).containsExactly("opt/bash");
    }

    @Test
    void capabilities_are_named() throws Exception {
        var image = image().owned(
                        "bin/ping",
                        LayerEntry.Type.FILE,
                        0755,
                        new Owner(0, 0),
                        "01000002002000000000000000000000000000" + "00")
                .owned("bin/old", LayerEntry.Type.FILE, 0755, new Owner(0, 0), "000000010300000001000000")
                .owned(
                        "bin/ns",
                        LayerEntry.Type.FILE,
                        0755,
                        new Owner(0, 0),
                        "0100000300000000000000000001000000000000e8030000")
                .owned("bin/odd", LayerEntry.Type.FILE, 0755, new Owner(0, 0), "01")
                .owned("bin/none", LayerEntry.Type.FILE, 0755, new Owner(0, 0), "");
        assertThat(paths(image, FactKind.CAPABILITY_FILE)).containsExactly("bin/ns", "bin/odd", "bin/old", "bin/ping");
        assertThat(conditions(image, FactKind.CAPABILITY_FILE))
                .containsExactly(
                        Map.of("capabilities", "cap_checkpoint_restore", "effective", "yes", "rootUid", "1000"),
                        Map.of("reason", "the attribute has not its form"),
                        Map.of(
                                "capabilities",
                                "cap_chown,cap_dac_override",
                                "effective",
                                "no",
                                "inheritable",
                                "cap_chown"),
                        Map.of("capabilities", "cap_net_raw", "effective", "yes"));
    }

    @Test
    void modes_are_told_apart() throws Exception {
        var staff = new Owner(0, 50);
        var image = image().file("open", new byte[0], 0666)
                .directory("tmp", 01777)
                .directory("data", 0777)
                .owned("shared", LayerEntry.Type.DIRECTORY, 02775, staff, "")
                .owned("roots", LayerEntry.Type.DIRECTORY, 0775, new Owner(0, 0), "")
                .owned("dev/null", LayerEntry.Type.CHARACTER_DEVICE, 0666, new Owner(0, 0), "")
                .owned("dev/sda", LayerEntry.Type.BLOCK_DEVICE, 0660, staff, "")
                .owned("run/pipe", LayerEntry.Type.FIFO, 0600, new Owner(0, 0), "");
        assertThat(paths(image, FactKind.WORLD_WRITABLE_FILE)).containsExactly("open");
        assertThat(paths(image, FactKind.STICKY_DIRECTORY)).containsExactly("tmp");
        assertThat(paths(image, FactKind.WORLD_WRITABLE_DIRECTORY)).containsExactly("data");
        assertThat(paths(image, FactKind.GROUP_WRITABLE_PATH)).containsExactly("shared");
        assertThat(paths(image, FactKind.DEVICE)).containsExactly("dev/null", "dev/sda");
        assertThat(paths(image, FactKind.FIFO)).containsExactly("run/pipe");
    }

    @Test
    void owners_that_the_image_does_not_know_are_counted_together() throws Exception {
        var image = image().owned("a", LayerEntry.Type.FILE, 0644, new Owner(1234, 0), "")
                .owned("b", LayerEntry.Type.FILE, 0644, new Owner(1234, 0), "")
                .owned("c", LayerEntry.Type.FILE, 0644, new Owner(0, 77), "")
                .owned("d", LayerEntry.Type.FILE, 0644, new Owner(1000, 50), "");
        assertThat(paths(image, FactKind.UNKNOWN_OWNER)).containsExactly("a", "c");
        assertThat(conditions(image, FactKind.UNKNOWN_OWNER))
                .containsExactly(
                        Map.of("uid", "1234", "gid", "0", "files", "2"), Map.of("uid", "0", "gid", "77", "files", "1"));
    }

    @Test
    void code_that_the_user_may_change_is_found() throws Exception {
        var image = image().user("app")
                .owned("app/own.py", LayerEntry.Type.FILE, 0644, new Owner(1000, 0), "")
                .owned("app/group.jar", LayerEntry.Type.FILE, 0664, new Owner(0, 50), "")
                .owned("app/roots.js", LayerEntry.Type.FILE, 0644, new Owner(0, 0), "")
                .owned("app/data.txt", LayerEntry.Type.FILE, 0666, new Owner(1000, 0), "")
                .owned("lib", LayerEntry.Type.DIRECTORY, 0777, new Owner(0, 0), "")
                .owned("lib/libc.so.6", LayerEntry.Type.FILE, 0755, new Owner(0, 0), "")
                .owned("usr/bin", LayerEntry.Type.DIRECTORY, 0755, new Owner(1000, 0), "")
                .owned("sticky", LayerEntry.Type.DIRECTORY, 01777, new Owner(0, 0), "")
                .owned("sticky/run", LayerEntry.Type.FILE, 0755, new Owner(0, 0), "");
        assertThat(paths(image, FactKind.USER_WRITABLE_PROGRAM))
                .containsExactly("app/group.jar", "app/own.py", "lib/libc.so.6");
        assertThat(paths(image, FactKind.USER_WRITABLE_SEARCH_PATH)).containsExactly("usr/bin");
        assertThat(paths(image.env("PATH=/opt:/lib/"), FactKind.USER_WRITABLE_SEARCH_PATH))
                .containsExactly("lib");
        assertThat(paths(image.user("app:root"), FactKind.USER_WRITABLE_PROGRAM))
                .containsExactly("app/own.py", "lib/libc.so.6");
        assertThat(image.user("2000").scan().facts().present(FactKind.USER_WRITABLE_PROGRAM))
                .hasSize(1);
    }

    @Test
    void root_and_whom_nobody_knows_may_change_everything() throws Exception {
        assertThat(conditions(image().user("root"), FactKind.USER_WRITABLE_PROGRAM))
                .containsExactly(Map.of("by", "root"));
        assertThat(conditions(image().user("ghost"), FactKind.USER_WRITABLE_SEARCH_PATH))
                .containsExactly(Map.of("by", "unknown user"));
    }

    @ParameterizedTest
    @CsvSource({
        "root/.aws/credentials,AWS",
        "app/.env,environment",
        "app/.env.production,environment",
        "home/a/.ssh/id_ed25519,SSH key",
        "home/a/.docker/config.json,Docker",
        "root/.kube/config,Kubernetes",
        "srv/prod.tfvars,Terraform variables",
        "root/.gnupg/private-keys-v1.d/A.key,PGP key",
        "app/.npmrc,npm"
    })
    void credential_file_is_known_by_its_place(String path, String holds) throws Exception {
        assertThat(conditions(image().file(path, "x"), FactKind.CREDENTIAL_FILE))
                .containsExactly(Map.of("holds", holds));
        assertThat(paths(image().file(path, ""), FactKind.CREDENTIAL_FILE)).isEmpty();
        assertThat(paths(image().file("app/node_modules/m/" + path, "x"), FactKind.CREDENTIAL_FILE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"app/.env.example", "app/env", "root/.aws/config", "app/config.json", "usr/share/doc/x/.netrc"})
    void other_file_is_no_credential_file(String path) throws Exception {
        assertThat(paths(image().file(path, "x"), FactKind.CREDENTIAL_FILE)).isEmpty();
    }

    @Test
    void leftovers_of_a_build_are_found() throws Exception {
        var image = image().file("app/dist/a.js", "")
                .file("app/dist/a.js.map", "{}")
                .file("app/dist/b.map", "{}")
                .file("app/dist/c.js.map", "{}")
                .file("app/package-lock.json", "{}")
                .file("app/node_modules/m/yarn.lock", "")
                .directory("app/lib/site-packages/pytest-8.1.dist-info", 0755)
                .directory("app/lib/site-packages/flask-3.0.dist-info", 0755)
                .file("gems/specifications/rspec-core-3.1.gemspec", "");
        assertThat(paths(image, FactKind.SOURCE_MAP)).containsExactly("app/dist/a.js.map");
        assertThat(paths(image, FactKind.LOCK_FILE)).containsExactly("app/package-lock.json");
        assertThat(conditions(image, FactKind.DEVELOPMENT_DEPENDENCY))
                .containsExactly(
                        Map.of("package", "pytest", "by", "its name"),
                        Map.of("package", "rspec-core", "by", "its name"));
    }

    @Test
    void packages_that_installers_mark_as_for_development_are_found() throws Exception {
        var image = image().file(
                        "app/node_modules/.package-lock.json",
                        "{\"packages\":{\"node_modules/jest\":{\"dev\":true},\"node_modules/gone\":{\"dev\":true},"
                                + "\"node_modules/express\":{}}}")
                .directory("app/node_modules/jest", 0755)
                .directory("app/node_modules/express", 0755)
                .file("srv/vendor/composer/installed.json", "{\"dev-package-names\":[\"phpunit/phpunit\",\"a/gone\"]}")
                .directory("srv/vendor/phpunit/phpunit", 0755);
        assertThat(paths(image, FactKind.DEVELOPMENT_DEPENDENCY))
                .containsExactly("app/node_modules/jest", "srv/vendor/phpunit/phpunit");
        var broken = image().file("app/node_modules/.package-lock.json", "[");
        assertThat(broken.scan().sbom().gaps())
                .extracting(gap -> gap.subject())
                .contains("app/node_modules/.package-lock.json");
    }

    @Test
    void sources_count_with_the_file_that_builds_them() throws Exception {
        var image = image().directory("app/.git", 0755)
                .file("a/pom.xml", "")
                .file("a/m/src/main/java/A.java", "")
                .file("b/go.mod", "")
                .file("b/readme", "")
                .file("c/main.go", "")
                .file("d/tsconfig.json", "")
                .file("d/types.d.ts", "")
                .file("usr/share/x/pom.xml", "")
                .file("usr/share/x/A.java", "");
        assertThat(paths(image, FactKind.SOURCE_TREE)).containsExactly("a/pom.xml", "app/.git");
    }

    @Test
    void caches_are_weighed() throws Exception {
        var image = image().file("var/cache/apt/archives/a.deb", "12345")
                .file("var/cache/apt/archives/lock", "")
                .file("var/lib/apt/lists/b_Packages", "123")
                .file("root/.npm/_cacache/x/y", "1")
                .file("root/.npm/_cacache/z", "1");
        assertThat(paths(image, FactKind.PACKAGE_CACHE))
                .containsExactly("root/.npm/_cacache", "var/cache/apt/archives", "var/lib/apt/lists");
        assertThat(conditions(image, FactKind.PACKAGE_CACHE))
                .contains(
                        Map.of("of", "npm", "files", "2", "bytes", "2"),
                        Map.of("of", "apt", "files", "1", "bytes", "5"));
        var empty = image().directory("var/cache/apt/archives", 0755).file("var/lib/apt/lists/lock", "");
        assertThat(paths(empty, FactKind.PACKAGE_CACHE)).isEmpty();
    }

    @Test
    void paths_of_any_form_are_stated_and_too_many_are_counted() throws Exception {
        var image = image();
        String long1 = "x".repeat(3_000);
        for (int i = 0; i < 300; i++) {
            image.directory(long1 + i + "\u0001\u202e", 0777);
        }
        ImageFacts facts = image.scan().facts();
        List<Fact> listed = facts.present(FactKind.WORLD_WRITABLE_DIRECTORY);
        assertThat(listed).hasSizeBetween(50, 100);
        assertThat(facts.json("1").toString().length()).isLessThan(3_000_000);
        assertThat(listed.stream().filter(fact -> fact.conditions().containsKey("more")))
                .hasSize(1);
        assertThat(facts.isAbsent(FactKind.WORLD_WRITABLE_DIRECTORY)).isFalse();
    }

    @Test
    void user_is_not_said_to_be_root_where_much_else_is_to_be_said() throws Exception {
        var image = image().user("65532");
        for (int i = 0; i < 300; i++) {
            image.directory("x".repeat(3_000) + i, 0777);
            image.directory("y" + i, 0777);
        }
        assertThat(image.scan().facts().isAbsent(FactKind.ROOT_USER)).isTrue();
    }
}
