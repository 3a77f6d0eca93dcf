package dev.attest.sbom.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFactsTest {
    private static TestImage image() {
        return new TestImage()
                .layer()
                .file(
                        "etc/passwd",
                        """
                        root:x:0:0::/:/bin/sh
                        app:x:1001:1001::/:
                        zero:x:0:0::/:
                        odd:x:+7:0::/:
                        12:x:0:0::/:
                        twice:x:5:5::/:
                        twice:x:0:0::/:
                        """);
    }

    private static List<String> paths(ImageFacts facts, FactKind kind) {
        return facts.present(kind).stream().map(Fact::path).toList();
    }

    @Test
    void tools_are_found_where_they_can_be_executed() throws Exception {
        ImageFacts facts = image().symlink("bin", "usr/bin")
                .program("usr/bin/dash")
                .symlink("usr/bin/sh", "dash")
                .program("busybox/busybox")
                .file("usr/share/completions/bash", "text")
                .program("usr/bin/apt-get")
                .program("usr/bin/python3.11")
                .program("usr/bin/pip3")
                .program("usr/bin/x86_64-linux-gnu-gcc-12")
                .program("usr/bin/curl")
                .program("usr/bin/gdb")
                .program("usr/bin/vim.tiny")
                .scan()
                .facts();
        assertThat(paths(facts, FactKind.SHELL)).containsExactly("busybox/busybox", "usr/bin/dash", "usr/bin/sh");
        assertThat(paths(facts, FactKind.PACKAGE_MANAGER)).containsExactly("usr/bin/apt-get");
        assertThat(paths(facts, FactKind.LANGUAGE_PACKAGE_MANAGER)).containsExactly("usr/bin/pip3");
        assertThat(paths(facts, FactKind.BUILD_TOOL)).containsExactly("usr/bin/x86_64-linux-gnu-gcc-12");
        assertThat(paths(facts, FactKind.NETWORK_TOOL)).containsExactly("usr/bin/curl");
        assertThat(paths(facts, FactKind.DEBUG_TOOL)).containsExactly("usr/bin/gdb");
        assertThat(paths(facts, FactKind.EDITOR)).containsExactly("usr/bin/vim.tiny");
    }

    @Test
    void deleted_shell_and_dangling_link_are_none() throws Exception {
        ImageFacts facts = image().program("bin/sh")
                .symlink("bin/bash", "nowhere")
                .layer()
                .file("bin/.wh.sh", "")
                .scan()
                .facts();
        assertThat(facts.isAbsent(FactKind.SHELL)).isTrue();
    }

    @Test
    void privileges_and_writable_directories_are_found() throws Exception {
        ImageFacts facts = image().file("usr/bin/sudo", new byte[0], 04755)
                .file("usr/bin/wall", new byte[0], 02755)
                .file("usr/bin/no", new byte[0], 04644)
                .directory("tmp", 01777)
                .directory("data", 0777)
                .scan()
                .facts();
        assertThat(paths(facts, FactKind.SETUID_FILE)).containsExactly("usr/bin/sudo");
        assertThat(paths(facts, FactKind.SETGID_FILE)).containsExactly("usr/bin/wall");
        assertThat(paths(facts, FactKind.WORLD_WRITABLE_DIRECTORY)).containsExactly("data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "''|true|0",
                "root|true|0",
                "0|true|0",
                "0:0|true|0",
                "0:1000|true|0",
                "65532|false|65532",
                "65532:65532|false|65532",
                "1001:0|false|1001",
                "app|false|1001",
                "app:app|false|1001",
                "2147483647|false|2147483647",
                "2147483648|true|null",
                "4294967296|true|null",
                "00|true|null",
                "+0|true|null",
                "-1|true|null",
                "' 1001'|true|null",
                "1001:|true|null",
                "1001:1:1|true|null",
                "0x10|true|null",
                "१|true|null",
                "zero|true|0",
                "odd|true|0",
                "12|true|null",
                "twice|true|null",
                "nobody|true|null"
            })
    void user_is_root_unless_every_runtime_says_otherwise(String user, boolean root, String uid) throws Exception {
        Fact fact = image().user(user).scan().facts().facts().stream()
                .filter(found -> found.kind() == FactKind.ROOT_USER)
                .findFirst()
                .orElseThrow();
        assertThat(fact.present()).isEqualTo(root);
        assertThat(fact.conditions().get("uid")).isEqualTo(uid);
    }

    @Test
    void user_counts_as_root_when_the_accounts_cannot_be_read() throws Exception {
        var unread = new TestImage()
                .layer()
                .file("data/accounts", "65532:x:0:0::/:\n")
                .symlink("etc/passwd", "/data/accounts");
        assertThat(unread.scan().facts().present(FactKind.ROOT_USER)).hasSize(1);
        var none = new TestImage().layer();
        assertThat(none.scan().facts().isAbsent(FactKind.ROOT_USER)).isTrue();
    }

    @Test
    void scripts_named_after_a_package_are_no_tools() throws Exception {
        ImageFacts facts = image().program("etc/cron.daily/dpkg")
                .program("usr/lib/apt/methods/ssh")
                .program("usr/share/bug/bash")
                .scan()
                .facts();
        assertThat(facts.isAbsent(FactKind.PACKAGE_MANAGER)).isTrue();
        assertThat(facts.isAbsent(FactKind.NETWORK_TOOL)).isTrue();
        assertThat(facts.present(FactKind.SHELL)).hasSize(1);
    }

    @Test
    void user_is_judged_without_files_too() {
        assertThat(ImageUser.of(image().user("").config())).isEqualTo(new ImageUser.Root());
        assertThat(ImageUser.of(image().user("7").config())).isEqualTo(new ImageUser.NonRoot(7));
        assertThat(ImageUser.of(image().user("app").config())).isEqualTo(new ImageUser.Named("app"));
        assertThat(ImageUser.of(image().user("a b").config())).isInstanceOf(ImageUser.Invalid.class);
    }

    @Test
    void document_is_read_as_it_was_written() throws Exception {
        ImageFacts facts =
                image().program("bin/sh").directory("a b/ü", 0777).scan().facts();
        byte[] bytes = StrictJson.write(facts.json("1.0"));
        assertThat(ImageFacts.read(StrictJson.parseObject(bytes, "scai"))).isEqualTo(facts);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("\"HAS_SHELL\"", "\"NO_PACKAGE_MANAGER\"", "\"RUNS_AS_NON_ROOT\"", "file:///a%20b/");
    }

    @Test
    void what_was_not_looked_at_is_neither_present_nor_absent() throws Exception {
        ImageFacts facts =
                ImageFacts.read(json("{\"attributes\":[{\"attribute\":\"TEST_COVERAGE\",\"conditions\":[]}]}"));
        assertThat(facts.facts()).isEmpty();
        assertThat(facts.isAbsent(FactKind.SHELL)).isFalse();
        assertThat(facts.present(FactKind.SHELL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"attributes\":{}}",
                "{\"attributes\":[1]}",
                "{\"attributes\":[{}]}",
                "{\"attributes\":[{\"attribute\":\"HAS_SHELL\"},{\"attribute\":\"NO_SHELL\"}]}",
                "{\"attributes\":[{\"attribute\":\"HAS_SHELL\",\"target\":\"bin/sh\"}]}",
                "{\"attributes\":[{\"attribute\":\"HAS_SHELL\",\"conditions\":{\"a\":1}}]}",
                "{\"attributes\":[{\"attribute\":\"LAYER\",\"evidence\":{\"digest\":{\"sha256\":\"xyz\"}}}]}"
            })
    void document_of_another_form_is_refused(String text) {
        assertThatThrownBy(() -> ImageFacts.read(json(text))).isInstanceOf(MalformedJsonException.class);
    }

    private static JsonObject json(String text) throws MalformedJsonException {
        return StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8), "scai");
    }

    @Test
    void facts_beyond_the_list_are_counted() throws Exception {
        TestImage image = image();
        for (int i = 0; i < 1003; i++) {
            image.directory("d" + i, 0777);
        }
        ImageFacts facts = image.scan().facts();
        assertThat(facts.present(FactKind.WORLD_WRITABLE_DIRECTORY)).hasSize(1001);
        ObjectNode json = facts.json("1");
        assertThat(json.toString()).contains("\"more\":\"3\"");
    }
}
