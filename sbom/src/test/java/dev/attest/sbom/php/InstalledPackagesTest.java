package dev.attest.sbom.php;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledPackagesTest {
    private static final String LIST = "app/vendor/composer/installed.json";
    private static final String REGISTRY = "usr/local/lib/php/.registry/.channel.pecl.php.net/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static String monolog(String more) {
        return "{\"name\":\"Monolog/monolog\",\"version\":\"v3.5.0\",\"require\":{\"php\":\">=8.1\",\"psr/log\":\"^3\","
                + "\"psr/log-api\":\"*\"},\"license\":[\"MIT\"],\"authors\":[{\"name\":\"Jordi\",\"email\":\"j@b.x\"}],"
                + "\"homepage\":\"https://monolog\",\"source\":{\"type\":\"git\",\"url\":\"https://git/m.git\","
                + "\"reference\":\"abc123\"}" + more + "}";
    }

    private static String psr(String more) {
        return "{\"name\":\"psr/log\",\"version\":\"3.0.0\",\"license\":[\"MIT\",\"GPL-2.0-or-later\"],"
                + "\"replace\":{\"psr/log-api\":\"1\"}" + more + "}";
    }

    @Test
    void list_of_composer_2_marks_development_and_owns_folders() throws Exception {
        String packages = "{\"packages\":[" + monolog(",\"install-path\":\"../monolog/monolog\"") + ","
                + psr(",\"install-path\":\"./../psr/log\"") + "],\"dev\":true,\"dev-package-names\":[\"psr/log\"]}";
        var result = image().file(LIST, packages)
                .program("app/vendor/psr/log/bin/tool")
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly("pkg:composer/monolog/monolog@v3.5.0", "pkg:composer/psr/log@3.0.0");
        Component monolog = Scanned.component(result, "pkg:composer/monolog/monolog@v3.5.0");
        assertThat(monolog.identity().group()).isEqualTo("Monolog");
        assertThat(monolog.declared().supplier()).contains("Jordi <j@b.x>");
        assertThat(monolog.declared().references())
                .containsEntry("website", "https://monolog")
                .containsEntry("vcs", "https://git/m.git");
        assertThat(monolog.declared().properties())
                .containsEntry("source:reference", "abc123")
                .doesNotContainKey("development");
        assertThat(monolog.dependsOn()).containsExactly("pkg:composer/psr/log@3.0.0");
        Component psr = Scanned.component(result, "pkg:composer/psr/log@3.0.0");
        assertThat(psr.declared().licences()).containsExactly("GPL-2.0-or-later OR MIT");
        assertThat(psr.declared().properties()).containsEntry("development", "true");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void list_of_composer_1_is_an_array() throws Exception {
        var result = image().file(LIST, "[" + monolog("") + "," + psr("") + "]")
                .program("app/vendor/psr/log/bin/tool")
                .scan();
        assertThat(Scanned.purls(result)).hasSize(2);
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void registration_of_pecl_owns_its_extension() throws Exception {
        var result = image().file(
                        REGISTRY + "redis.reg",
                        "a:5:{s:4:\"name\";s:5:\"redis\";s:7:\"channel\";s:12:\"pecl.php.net\";s:7:\"version\";a:2:{"
                                + "s:7:\"release\";s:5:\"6.0.2\";s:3:\"api\";s:5:\"6.0.0\";}s:7:\"license\";a:2:{"
                                + "s:7:\"attribs\";a:1:{s:3:\"uri\";s:1:\"x\";}s:8:\"_content\";s:3:\"PHP\";}"
                                + "s:8:\"filelist\";a:1:{s:8:\"redis.so\";a:2:{s:4:\"role\";s:3:\"ext\";"
                                + "s:12:\"installed_as\";s:26:\"/usr/lib/php/2022/redis.so\";}}}")
                .file(
                        "usr/share/php/.registry/archive_tar.reg",
                        "a:4:{s:7:\"package\";s:11:\"Archive_Tar\";s:7:\"version\";s:5:\"1.4.9\";s:6:\"nested\";N;"
                                + "s:4:\"lead\";a:1:{i:0;a:2:{s:4:\"name\";s:1:\"V\";s:5:\"email\";s:3:\"v@x\";}}}")
                .file(REGISTRY + "old.reg", "a:2:{s:7:\"package\";s:3:\"old\";s:7:\"version\";s:1:\"1\";}")
                .program("usr/lib/php/2022/redis.so")
                .scan();
        assertThat(Scanned.purls(result))
                .containsExactly(
                        "pkg:pear/pear.php.net/Archive_Tar@1.4.9",
                        "pkg:pear/pecl.php.net/old@1",
                        "pkg:pear/pecl.php.net/redis@6.0.2");
        assertThat(Scanned.component(result, "pkg:pear/pecl.php.net/redis@6.0.2")
                        .declared()
                        .licences())
                .containsExactly("PHP");
        assertThat(Scanned.component(result, "pkg:pear/pear.php.net/Archive_Tar@1.4.9")
                        .declared()
                        .supplier())
                .contains("V <v@x>");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "[{\"name\":\"a\",\"version\":\"1\"}]",
                "[{\"name\":\"a/b\",\"version\":\"\"}]",
                "{\"packages\":{}}",
                "[{\"name\":\"a/b\\u0000\",\"version\":\"1\"}]"
            })
    void damaged_list_is_a_gap(String text) throws Exception {
        var result = image().file(LIST, text).scan();
        assertThat(Scanned.purls(result)).isEmpty();
        assertThat(Scanned.gaps(result)).containsExactly("unreadable " + LIST);
    }

    @Test
    void hostile_lists_end() throws Exception {
        var many = new StringBuilder("[");
        for (int i = 0; i < 100_000; i++) {
            many.append(i == 0 ? "" : ",").append(String.format("{\"name\":\"a/b%d\",\"version\":\"1\"}", i));
        }
        byte[] invalid = "[{\"name\":\"a/b\",\"version\":\"1\u00ff\"}]".getBytes(StandardCharsets.ISO_8859_1);
        var result = image().file("1/composer/installed.json", many + "]")
                .file("2/composer/installed.json", "[".repeat(200_000))
                .file("3/composer/installed.json", invalid)
                .file(
                        "4/composer/installed.json",
                        "[{\"name\":\"a/b\",\"version\":\"1\",\"install-path\":\"../../../..\"}]")
                .scan();
        assertThat(Scanned.purls(result)).containsExactly("pkg:composer/a/b@1");
        assertThat(Scanned.gaps(result))
                .containsExactly(
                        "unreadable 2/composer/installed.json",
                        "unreadable 3/composer/installed.json",
                        "limit 1/composer/installed.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:1:{",
                "a:99999999999:{}",
                "a:999999999:{i:0;",
                "s:2147483647:\"a\";",
                "s:3:\"a\";",
                "O:8:\"stdClass\":0:{}",
                "a:1:{s:4:\"name\";s:1:\"a\";}",
                "x"
            })
    void damaged_registration_is_a_gap(String text) throws Exception {
        var result = image().file(REGISTRY + "a.reg", text).scan();
        assertThat(Scanned.purls(result)).isEmpty();
        assertThat(Scanned.gaps(result)).containsExactly("unreadable " + REGISTRY + "a.reg");
    }

    @Test
    void registration_that_is_too_deep_or_large_is_a_gap() throws Exception {
        var result = image().file(REGISTRY + "deep.reg", "a:1:{i:0;".repeat(100_000))
                .file(REGISTRY + "wide.reg", "a:600000:{" + "i:0;N;".repeat(600_000) + "}")
                .file(REGISTRY + "large.reg", new byte[Registration.MAX_BYTES + 1])
                .scan();
        assertThat(Scanned.gaps(result))
                .containsExactly(
                        "limit " + REGISTRY + "deep.reg",
                        "limit " + REGISTRY + "large.reg",
                        "limit " + REGISTRY + "wide.reg");
    }
}
