package dev.attest.sbom.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.java.Zips;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodePackagesTest {
    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static String json(String name, String version, String... more) {
        String rest = more.length == 0 ? "" : "," + String.join(",", more);
        return "{\"name\":\"" + name + "\",\"version\":\"" + version + "\"" + rest + "}";
    }

    private static List<String> purls(ScanResult result) {
        return result.sbom().components().stream()
                .map(c -> c.identity()
                        .purl()
                        .map(Purl::toString)
                        .orElse("none " + c.identity().name()))
                .toList();
    }

    private static Component component(ScanResult result, String purl) {
        return result.sbom().components().stream()
                .filter(c -> c.identity().purl().map(Purl::toString).equals(Optional.of(purl)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "app/node_modules/a/package.json,INSTALLED",
        "node_modules/a/package.json,INSTALLED",
        "usr/lib/node_modules/@s/a/package.json,INSTALLED",
        "app/node_modules/b/node_modules/a/package.json,INSTALLED",
        "app/node_modules/@s/b/node_modules/a/package.json,INSTALLED",
        "app/node_modules/.pnpm/a@1/node_modules/a/package.json,INSTALLED",
        "app/node_modules/.store/a-npm-1-abc/package/package.json,INSTALLED",
        "app/node_modules/bower/lib/node_modules/a/package.json,INSTALLED",
        "usr/share/nodejs/a/package.json,INSTALLED",
        "usr/lib/x86_64-linux-gnu/nodejs/a/package.json,INSTALLED",
        "app/package.json,ELSEWHERE",
        "package.json,ELSEWHERE",
        "opt/nodejs/a/package.json,ELSEWHERE",
        "app/node_modules/a/dist/esm/package.json,INSIDE",
        "app/node_modules/a/test/x/node_modules/b/package.json,INSIDE",
        "app/node_modules/a/test/x/node_modules/b/node_modules/c/package.json,INSIDE",
        "app/node_modules/.cache/a/node_modules/b/package.json,INSIDE",
        "app/node_modules/.bin/package.json,INSIDE",
        "app/node_modules/@s/package.json,INSIDE",
        "app/node_modules/@s/.a/package.json,INSIDE",
        "app/node_modules/package.json,INSIDE",
        "app/node_modules/node_modules/a/package.json,INSIDE",
        "app/node_modules/../a/package.json,INSIDE"
    })
    void path_tells_packages_from_parts_of_packages(String path, PackagePath expected) {
        assertThat(PackagePath.of(path)).isEqualTo(expected);
    }

    @Test
    void installed_packages_are_what_their_file_says_whatever_their_folder_is_called() throws Exception {
        var result = image().file("app/node_modules/my-lodash/package.json", json("lodash", "3.10.1"))
                .file("app/node_modules/@angular/core/package.json", "\ufeff" + json("@angular/core", "v18.1.2"))
                .file("app/node_modules/@angular/core/esm/package.json", json("esm", "1.0.0"))
                .file("app/node_modules/JSONStream/package.json", json("JSONStream", "1.3.5"))
                .scan();
        assertThat(purls(result))
                .containsExactly("pkg:npm/%40angular/core@18.1.2", "pkg:npm/JSONStream@1.3.5", "pkg:npm/lodash@3.10.1");
        assertThat(result.sbom().gaps()).isEmpty();
        assertThat(component(result, "pkg:npm/%40angular/core@18.1.2")
                        .identity()
                        .group())
                .isEqualTo("@angular");
    }

    @Test
    void dependencies_are_those_that_node_would_load() throws Exception {
        var result = image().file("app/package.json", json("app", "1.0.0", "\"devDependencies\":{\"b\":\"*\"}"))
                .file(
                        "app/node_modules/a/package.json",
                        json("a", "1.0.0", "\"dependencies\":{\"b\":\"^2\",\"gone\":\"1\"}"))
                .file(
                        "app/node_modules/a/node_modules/b/package.json",
                        json("b", "2.0.0", "\"peerDependencies\":{\"a\":\"*\"}"))
                .file("app/node_modules/b/package.json", json("b", "1.0.0", "\"optionalDependencies\":{\"a\":\"*\"}"))
                .scan();
        assertThat(component(result, "pkg:npm/a@1.0.0").dependsOn()).containsExactly("pkg:npm/b@2.0.0");
        assertThat(component(result, "pkg:npm/b@2.0.0").dependsOn()).containsExactly("pkg:npm/a@1.0.0");
        assertThat(component(result, "pkg:npm/b@1.0.0").dependsOn()).containsExactly("pkg:npm/a@1.0.0");
        Component app = component(result, "pkg:npm/app@1.0.0");
        assertThat(app.dependsOn()).containsExactly("pkg:npm/b@1.0.0");
        assertThat(app.identity().type()).isEqualTo(Component.Type.APPLICATION);
    }

    @Test
    void links_of_pnpm_and_of_workspaces_are_followed() throws Exception {
        var result = image().file(
                        "app/package.json", json("app", "1.0.0", "\"dependencies\":{\"a\":\"1\",\"w\":\"*\"}"))
                .symlink("app/node_modules/a", ".pnpm/a@1/node_modules/a")
                .symlink("app/node_modules/w", "../packages/w")
                .file("app/packages/w/package.json", json("w", "0.1.0"))
                .file("app/packages/unused/package.json", json("unused", "0.1.0"))
                .file(
                        "app/node_modules/.pnpm/a@1/node_modules/a/package.json",
                        json("a", "1.0.0", "\"dependencies\":{\"b\":\"1\"}"))
                .symlink("app/node_modules/.pnpm/a@1/node_modules/b", "../../b@2/node_modules/b")
                .file("app/node_modules/.pnpm/b@2/node_modules/b/package.json", json("b", "2.0.0"))
                .directory("app/node_modules", 0755)
                .symlink("srv/node_modules", "/app/node_modules")
                .file("srv/package.json", json("srv", "1.0.0", "\"dependencies\":{\"a\":\"1\"}"))
                .scan();
        assertThat(purls(result))
                .containsExactly(
                        "pkg:npm/a@1.0.0",
                        "pkg:npm/app@1.0.0",
                        "pkg:npm/b@2.0.0",
                        "pkg:npm/srv@1.0.0",
                        "pkg:npm/w@0.1.0");
        assertThat(component(result, "pkg:npm/app@1.0.0").dependsOn())
                .containsExactly("pkg:npm/a@1.0.0", "pkg:npm/w@0.1.0");
        assertThat(component(result, "pkg:npm/a@1.0.0").dependsOn()).containsExactly("pkg:npm/b@2.0.0");
        assertThat(component(result, "pkg:npm/srv@1.0.0").dependsOn()).containsExactly("pkg:npm/a@1.0.0");
    }

    @Test
    void links_that_go_round_end() throws Exception {
        var result = image().symlink("app/node_modules/a", "b")
                .symlink("app/node_modules/b", "a")
                .symlink("app/node_modules/c", "../node_modules")
                .symlink("lib/node_modules", "node_modules")
                .file(
                        "app/node_modules/d/package.json",
                        json("d", "1.0.0", "\"dependencies\":{\"a\":\"1\",\"d\":\"1\"}"))
                .scan();
        assertThat(purls(result)).containsExactly("pkg:npm/d@1.0.0");
    }

    @Test
    void file_that_the_store_of_pnpm_gave_is_the_package() throws Exception {
        String stored = "pnpm/store/v3/files/00/" + "a".repeat(126);
        var result = image().file(stored, json("a", "1.0.0"))
                .file("pnpm/store/v3/files/00/" + "b".repeat(126), "module.exports = 1")
                .hardlink("srv/node_modules/a/package.json", stored)
                .hardlink("srv/node_modules/b/package.json", "pnpm/store/v3/files/00/" + "b".repeat(126))
                .scan();
        assertThat(purls(result)).containsExactly("pkg:npm/a@1.0.0");
        assertThat(result.sbom().gaps())
                .contains(new Gap(Gap.Kind.UNREADABLE, "srv/node_modules/b/package.json", "not a package.json"));
    }

    @Test
    void archives_of_plug_n_play_hold_packages() throws Exception {
        byte[] zip = new Zips()
                .add("node_modules/@s/a/package.json", json("@s/a", "1.0.0"))
                .add("node_modules/@s/a/dist/package.json", json("no", "1.0.0"))
                .add("node_modules/@s/a/node_modules/b/package.json", json("b", "2.0.0"))
                .bytes();
        var result = image().file("app/.yarn/cache/@s-a-npm-1.0.0-abc.zip", zip)
                .file("app/.yarn/cache/broken.zip", "no zip")
                .file("app/other.zip", zip)
                .scan();
        assertThat(purls(result)).containsExactly("pkg:npm/%40s/a@1.0.0", "pkg:npm/b@2.0.0");
        assertThat(component(result, "pkg:npm/b@2.0.0").evidence().paths())
                .containsExactly(
                        "app/.yarn/cache/@s-a-npm-1.0.0-abc.zip!/node_modules/@s/a/node_modules/b/package.json");
        assertThat(result.sbom().gaps()).extracting(Gap::subject).containsExactly("app/.yarn/cache/broken.zip");
    }

    @Test
    void application_is_the_outermost_that_no_other_package_brought() throws Exception {
        var result = image().file("srv/package.json", json("srv", "1.0.0"))
                .file("srv/web/package.json", json("web", "1.0.0"))
                .file("srv/api/package.json", json("api", "1.0.0"))
                .file("srv/api/package-lock.json", "{}")
                .file("opt/private/package.json", "{\"name\":\"private\"}")
                .file("opt/locked/package.json", "{\"name\":\"locked\"}")
                .file("opt/locked/yarn.lock", "")
                .file("usr/lib/python3/site-packages/lab/package.json", json("lab", "1.0.0"))
                .file("opt/examples/package.json", json("example", "1.0.0"))
                .file("usr/share/x/package.json", json("owned", "1.0.0"))
                .file("usr/share/nodejs/y/package.json", json("y", "1.0.0"))
                .file("var/lib/dpkg/status", "Package: node-y\nVersion: 1\nStatus: install ok installed\n")
                .file("var/lib/dpkg/info/node-y.list", "/usr/share/x/package.json\n/usr/share/nodejs/y/package.json\n")
                .scan();
        assertThat(purls(result))
                .containsExactly(
                        "none locked",
                        "pkg:deb/x/node-y@1?distro=x",
                        "pkg:npm/api@1.0.0",
                        "pkg:npm/srv@1.0.0",
                        "pkg:npm/y@1.0.0");
        assertThat(component(result, "pkg:deb/x/node-y@1?distro=x").dependsOn()).containsExactly("pkg:npm/y@1.0.0");
        assertThat(component(result, "pkg:npm/y@1.0.0").contained()).isTrue();
    }

    @Test
    void bundled_packages_are_parts_and_programs_of_packages_are_owned() throws Exception {
        var result = image().file(
                        "lib/node_modules/npm/package.json",
                        json("npm", "10.8.2", "\"bundleDependencies\":[\"abbrev\"]"))
                .file("lib/node_modules/npm/node_modules/abbrev/package.json", json("abbrev", "2.0.0"))
                .program("lib/node_modules/npm/bin/tool")
                .scan();
        assertThat(component(result, "pkg:npm/abbrev@2.0.0").contained()).isTrue();
        assertThat(component(result, "pkg:npm/npm@10.8.2").dependsOn()).containsExactly("pkg:npm/abbrev@2.0.0");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"license\":\"MIT\";MIT",
                "\"license\":{\"type\":\"ISC\",\"url\":\"x\"};ISC",
                "\"licenses\":[{\"type\":\"MIT\"},{\"type\":\"Apache-2.0\"}];Apache-2.0 OR MIT",
                "\"licenses\":[\"MIT\"];MIT",
                "\"license\":\"SEE LICENSE IN x\";SEE LICENSE IN x",
                "\"license\":7;"
            })
    void licence_is_read_in_every_form(String member, String expected) throws Exception {
        var result = image().file("node_modules/a/package.json", json("a", "1.0.0", member))
                .scan();
        List<String> licences = result.sbom().components().get(0).declared().licences();
        assertThat(licences).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"author\":\"A B <a@b> (https://x)\";A B <a@b>",
                "\"author\":{\"name\":\"A B\",\"email\":\"a@b\"};A B <a@b>",
                "\"author\":{\"name\":\"A B\"};A B"
            })
    void author_is_the_supplier(String member, String expected) throws Exception {
        var result = image().file("node_modules/a/package.json", json("a", "1.0.0", member))
                .scan();
        assertThat(result.sbom().components().get(0).declared().supplier()).contains(expected);
    }

    @Test
    void package_without_version_is_named_and_a_gap() throws Exception {
        var result = image().file("node_modules/@s/a/package.json", "{}")
                .file("node_modules/b/package.json", "{\"name\":\"c\"}")
                .file("node_modules/no name/package.json", "{}")
                .scan();
        assertThat(purls(result)).containsExactlyInAnyOrder("none a", "none c");
        assertThat(result.sbom().gaps()).extracting(Gap::kind).containsOnly(Gap.Kind.UNIDENTIFIED);
        assertThat(result.sbom().gaps()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "garbage",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"../../etc\",\"version\":\"1.0.0\"}",
                "{\"name\":\"a\\u001b[31m\",\"version\":\"1.0.0\"}",
                "{\"name\":\"a b\",\"version\":\"1.0.0\"}",
                "{\"name\":\"a\",\"version\":\"1.0.0 \\n evil\"}"
            })
    void hostile_package_json_is_a_gap_with_its_path(String text) throws Exception {
        var result = image().file("app/node_modules/a/package.json", text).scan();
        assertThat(result.sbom().components()).isEmpty();
        assertThat(result.sbom().gaps()).extracting(Gap::subject).containsExactly("app/node_modules/a/package.json");
        assertThat(result.sbom().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.UNREADABLE);
    }

    @Test
    void deep_and_huge_package_json_are_gaps() throws Exception {
        var result = image().file("node_modules/deep/package.json", "{\"a\":" + "[".repeat(200_000))
                .file("node_modules/huge/package.json", new byte[PackageJson.MAX_BYTES + 1])
                .file("srv/package.json", new byte[PackageJson.MAX_BYTES + 1])
                .file("srv/inner/package.json", "garbage")
                .scan();
        assertThat(result.sbom().gaps())
                .extracting(Gap::subject)
                .containsExactlyInAnyOrder(
                        "node_modules/deep/package.json", "node_modules/huge/package.json", "srv/package.json");
    }

    @Test
    void more_dependencies_than_are_read_are_a_gap_and_the_package_stays() throws Exception {
        var names = new StringBuilder("\"dependencies\":{\"d\":\"1\"");
        for (int i = 0; i < 1_000; i++) {
            names.append(",\"d").append(i).append("\":\"1\"");
        }
        var result = image().file("node_modules/a/package.json", json("a", "1.0.0", names + "}"))
                .scan();
        assertThat(purls(result)).containsExactly("pkg:npm/a@1.0.0");
        assertThat(result.sbom().gaps()).extracting(Gap::kind).containsExactly(Gap.Kind.LIMIT);
    }

    @Test
    void thousands_of_packages_are_found() throws Exception {
        var image = image();
        for (int i = 0; i < 5_000; i++) {
            String next = "\"dependencies\":{\"p" + (i + 1) + "\":\"1\"}";
            image.file("node_modules/p" + i + "/package.json", json("p" + i, "1.0.0", next));
        }
        var result = image.scan();
        assertThat(result.sbom().components()).hasSize(5_000);
        assertThat(component(result, "pkg:npm/p7@1.0.0").dependsOn()).containsExactly("pkg:npm/p8@1.0.0");
    }

    @Test
    void removed_package_is_none() throws Exception {
        var result = image().file(
                        "node_modules/a/package.json", json("a", "1.0.0").getBytes(StandardCharsets.UTF_8))
                .layer()
                .file("node_modules/.wh.a", "")
                .scan();
        assertThat(result.sbom().components()).isEmpty();
    }
}
