package dev.attest.sbom.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErlangTest {
    private static final String LIB = "usr/lib/erlang/lib/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    @Test
    void applications_need_each_other_and_own_their_folders() throws Exception {
        var result = image().file(
                        LIB + "crypto-5.1/ebin/crypto.app",
                        "%% a comment {\n{application, crypto,\n [{description, \"CRYPTO \\\"x\\\"\" \" more\"},\n"
                                + "  {vsn, \"5.1\"}, {modules, ['Elixir.A', crypto]}, {env, [{a, #{b => <<\"c\">>}}, {n, -1.0e3}]},"
                                + "\n  {applications, [kernel, stdlib]}, {licenses,[\"Apache-2.0\"]}]}.\n")
                .file(LIB + "stdlib-4.2/ebin/stdlib.app", "{application,stdlib,[{vsn,\"4.2\"}]}.")
                .file(LIB + "x-1/test/ebin/x.app", "{")
                .file("Applications/Thing.app", "none")
                .program(LIB + "crypto-5.1/priv/lib/crypto.so")
                .scan();
        assertThat(Scanned.purls(result)).containsExactly("pkg:otp/crypto@5.1", "pkg:otp/stdlib@4.2");
        Component crypto = Scanned.component(result, "pkg:otp/crypto@5.1");
        assertThat(crypto.dependsOn()).containsExactly("pkg:otp/stdlib@4.2");
        assertThat(crypto.declared().licences()).containsExactly("Apache-2.0");
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{application,a,[{vsn,\"1\"}",
                "{application,a,[{vsn,git}",
                "{application,a,[]}.",
                "{application,\"A b\",[{vsn,\"1\"}]}.",
                "{application,a,[{vsn,\"1",
                "{application,a,<<\"x\"",
                "{a b}",
                "\u0000"
            })
    void damaged_resource_is_a_gap(String text) throws Exception {
        var result = image().file(LIB + "a-1/ebin/a.app", text).scan();
        assertThat(Scanned.gaps(result)).containsExactly("unreadable " + LIB + "a-1/ebin/a.app");
    }

    @Test
    void resource_that_is_too_deep_or_large_is_a_gap() throws Exception {
        var result = image().file(LIB + "a-1/ebin/a.app", "[".repeat(200_000))
                .file(LIB + "b-1/ebin/b.app", "[" + "a,".repeat(600_000) + "a]")
                .file(LIB + "c-1/ebin/c.app", new byte[5 << 20])
                .scan();
        assertThat(Scanned.gaps(result))
                .allMatch(gap -> gap.startsWith("limit "))
                .hasSize(3);
    }
}
