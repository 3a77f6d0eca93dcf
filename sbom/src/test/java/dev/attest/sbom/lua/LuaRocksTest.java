package dev.attest.sbom.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuaRocksTest {
    private static final String TREE = "usr/local/lib/luarocks/rocks-5.1/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static Map<String, LuaValue> read(String text) {
        return LuaReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rocks_have_what_their_specs_assign() throws Exception {
        var result = image().file(
                        TREE + "pgmoon/1.16.2-1/pgmoon-1.16.2-1.rockspec",
                        """
                -- a comment = 1
                local v = "1.16.2"
                package = "pgmoon"
                version = v .. "-1"
                source = { url = "git+https://github.com/leafo/pgmoon.git", tag = v }
                description = {
                 summary = [[a ] b]],
                 homepage = 'https://pgmoon',
                 license = "MIT", maintainer = "Leaf <l@x>"
                }
                dependencies = { "lua >= 5.1", "user/lpeg ~> 1", 'none' }
                build = { type = "builtin", f = function(a) return {1} end, modules = {} }
                """)
                .file(TREE + "lpeg/1.0.2-1/lpeg-1.0.2-1.rockspec", "package = 'LPeg'")
                .file(
                        TREE + "lpeg/1.0.2-1/rock_manifest",
                        "rock_manifest = { lib = { [\"lpeg.so\"] = \"d41d\", sub = { [\"x.so\"] = \"00\" } },"
                                + " [\"lpeg-1.0.2-1.rockspec\"] = \"11\" }")
                .program("usr/local/lib/lua/5.1/lpeg.so")
                .program("usr/local/lib/lua/5.1/sub/x.so")
                .file("src/other-1-1.rockspec", "package = 'other'")
                .scan();
        assertThat(Scanned.purls(result)).containsExactly("pkg:luarocks/lpeg@1.0.2-1", "pkg:luarocks/pgmoon@1.16.2-1");
        Component pgmoon = Scanned.component(result, "pkg:luarocks/pgmoon@1.16.2-1");
        assertThat(pgmoon.dependsOn()).containsExactly("pkg:luarocks/lpeg@1.0.2-1");
        assertThat(pgmoon.declared().licences()).containsExactly("MIT");
        assertThat(pgmoon.declared().supplier()).contains("Leaf <l@x>");
        assertThat(pgmoon.declared().references())
                .containsEntry("website", "https://pgmoon")
                .containsEntry("vcs", "https://github.com/leafo/pgmoon.git");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @Test
    void what_is_computed_is_nothing() {
        var values = read(
                "a = 1 + 2\nb = f(\"x\")\nc = { x = y.z, [\"k\"] = \"v\", 'e'; true }\nd = -4\nif x == 1 then e = 'f' end");
        assertThat(values.get("a")).isEqualTo(LuaValue.NOTHING);
        assertThat(values.get("b")).isEqualTo(LuaValue.NOTHING);
        assertThat(values.getOrDefault("c", LuaValue.NOTHING).fields().keySet()).containsExactly("x", "k", "1", "2");
        assertThat(values.getOrDefault("c", LuaValue.NOTHING).field("k").text()).isEqualTo("v");
        assertThat(values.getOrDefault("d", LuaValue.NOTHING).text()).isEqualTo("-4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = {",
                "a = \"never closed",
                "a = [[never closed",
                "a = [==[",
                "--[[ never closed",
                "a = {{{{",
                "a = { [",
                "a = { [\"b\" = 1",
                "}}}}",
                "a =",
                "= 1",
                "\u0000\u0000 = \u0000",
                "a = '\\"
            })
    void damaged_sources_end(String text) {
        assertThat(read(text)).isNotNull();
    }

    @Test
    void large_sources_end() throws Exception {
        assertThat(read("a = " + "{".repeat(200_000))).isNotNull();
        assertThat(read("x(" + "{".repeat(200_000))).isNotNull();
        assertThat(read("a = {" + "'b',".repeat(400_000) + "}")).isNotNull();
        assertThat(read("[".repeat(100_000))).isNotNull();
        var result =
                image().file(TREE + "a/1-1/a-1-1.rockspec", new byte[9 << 20]).scan();
        assertThat(Scanned.gaps(result)).containsExactly("limit " + TREE + "a/1-1/a-1-1.rockspec");
    }
}
