package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong input ends in one line and in the exit code of the contract. */
class BadInputTest {
    @TempDir
    static Path work;

    private static String image = "";

    @BeforeAll
    static void files() throws IOException {
        image = Cli.good(work.resolve("image"));
        Files.createDirectories(work.resolve("empty"));
        Files.createDirectories(work.resolve("noindex"));
        Files.writeString(work.resolve("noindex/oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(work.resolve("text"), "not what is wanted\n");
        Files.writeString(work.resolve("vex.json"), "{\"@context\":1}");
        Cli.run("local", "init", "--local-dir", work.resolve("sigstore").toString())
                .ends(0);
        Files.copy(work.resolve("sigstore/trusted_root.json"), work.resolve("root.json"));
        Files.writeString(
                work.resolve("config.json"),
                "{\"mediaType\":\"application/vnd.dev.sigstore.signingconfig.v0.2+json\"}");
    }

    private static Cli.Result run(String line) {
        String[] arguments = line.replace("IMAGE", image)
                .replace("LOCAL", "--local --local-dir WORK/sigstore")
                .replace("WORK", work.toString())
                .split(" ");
        return Cli.run(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What is not a command line.
                "frobnicate | 2 | Unmatched argument",
                "verifi x | 2 | did you mean verify?",
                "verify | 2 | Missing required parameter: 'IMAGE'",
                "verify --sudo IMAGE | 2 | Unknown option: '--sudo'",
                "verify --loca IMAGE | 2 | Unknown option: '--loca'",
                "verify IMAGE --format sarif | 2 | expected one of [text, json]",
                "verify IMAGE --policy strict LOCAL | 2 | there is no profile named strict",
                "verify IMAGE --policy prod --policy dev | 2 | should be specified only once",
                "verify IMAGE --identity --issuer x | 2 | Expected parameter",
                "verify @WORK/text LOCAL | 2 | ",
                "local | 2 | say init, show, token or serve",
                "local token --local-dir WORK/sigstore --local-identity a@b | 2 | --local-identity",
                "local serve --local-dir WORK/sigstore --port 70000 | 2 | --port: 70000",
                "local serve --local-dir WORK/sigstore --rekor-version 3 | 2 | --rekor-version: 3",
                "get IMAGE LOCAL | 2 | Missing required option: '--type=TYPE'",
                // References.
                "verify UPPER/x:1 LOCAL | 2 | lower-case",
                "verify nginx LOCAL | 2 | a tag or a digest",
                "verify oci: LOCAL | 2 | path",
                "verify x/y@sha256:12 LOCAL | 2 | ",
                "verify sha256:0000000000000000000000000000000000000000000000000000000000000000 LOCAL | 2 | repository",
                "sign ftp://x LOCAL | 2 | ",
                "verify IMAGE --platform : LOCAL | 2 | --platform",
                // Images.
                "verify oci:WORK/absent LOCAL | 3 | there is no such folder",
                "sign oci:WORK/absent LOCAL | 3 | there is no such folder",
                "inspect oci:WORK/empty | 1 | oci-layout",
                "sbom oci:WORK/noindex | 1 | index.json",
                "verify IMAGE:other LOCAL | 3 | no tag other",
                "verify oci-archive:WORK/text LOCAL | 1 | ",
                // Trust and identity.
                "verify IMAGE | 2 | say whose evidence counts",
                "verify IMAGE --identity a --issuer b | 2 | say whose signatures count",
                "verify IMAGE --identity a LOCAL | 2 | --identity and --issuer go together",
                "verify IMAGE --ref main LOCAL | 2 | go with --github-repository or --gitlab-project",
                "verify IMAGE --github-repository a/b --identity c --issuer d LOCAL | 2 | exclude --identity",
                "verify IMAGE --github-repository a/b --issuer d LOCAL | 2 | vouched for by https://token.actions.githubusercontent.com alone",
                "verify IMAGE --github-repository ab LOCAL | 2 | ",
                "verify IMAGE --trusted-root WORK/root.json LOCAL | 2 | exclude each other",
                "sign IMAGE --trusted-root WORK/root.json LOCAL | 2 | exclude each other",
                "verify IMAGE --trusted-root WORK/root.json --local-dir x --identity a --issuer b | 2 | go with --local",
                "verify IMAGE --trusted-root WORK/absent --identity a --issuer b | 3 | no such file or folder",
                "verify IMAGE --trusted-root WORK/text --identity a --issuer b | 3 | is not a trusted root",
                "verify IMAGE --trusted-root WORK --identity a --issuer b | 3 | is a folder",
                "verify IMAGE --trusted-root /dev/zero --identity a --issuer b | 3 | larger than a trusted root can be",
                "verify IMAGE --local --local-dir WORK/absent | 3 | there is no local Sigstore",
                "local show --local-dir WORK/absent | 3 | there is no local Sigstore",
                // Signing.
                "sign IMAGE | 2 | say whom to sign with",
                "sign IMAGE --signing-config WORK/config.json | 2 | say whose signatures count",
                "sign IMAGE LOCAL --identity-token-file x | 2 | --local brings its own",
                "sign IMAGE --trusted-root WORK/root.json --signing-config WORK/text | 2 | signing config",
                "sign IMAGE LOCAL --only signature,gossip | 2 | --only: gossip is none of signature",
                "sign IMAGE LOCAL --only reference | 2 | --only: reference is none of",
                "sign IMAGE LOCAL --platform linux/amd64 | 2 | every platform",
                "sign IMAGE LOCAL --vex WORK/vex.json | 2 | vex.json",
                "sign IMAGE LOCAL --vex WORK/absent | 3 | absent",
                // Where the result should go.
                "verify IMAGE LOCAL -o WORK/absent/x | 3 | there is no folder",
                "verify IMAGE LOCAL -o WORK/empty | 3 | it is a folder",
                "sign IMAGE LOCAL -o WORK/text/x | 3 | there is no folder",
                "demo WORK/noindex | 3 | no demo made it",
            })
    void ends_in_one_line(String line, int code, String words) {
        run(line).failsWith(code, words == null ? "" : words);
    }

    @Test
    void control_characters_reach_no_terminal() {
        Cli.Result failed = Cli.run("verify", "oci:/\u001b[31m\nverified\u202e", "--policy", "dev")
                .failsWith(3, "\\u{1b}[31m\\u{a}");
        assertTrue(failed.out().endsWith("\\u{202e}\nundecided\n"), failed.out());
        assertEquals(2, failed.out().lines().count(), failed.out());
        Cli.run("\u001b[2J").failsWith(2, "\\u{1b}[2J");
    }

    @Test
    void a_registry_that_is_down_is_undecided() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        run("verify localhost:" + port + "/x:1 LOCAL").failsWith(3, "cannot be reached");
        run("sign localhost:" + port + "/x:1 LOCAL").failsWith(3, "cannot be reached");
        run("inspect localhost:" + port + "/x:1").failsWith(3, "cannot be reached");
    }

    @Test
    void debug_adds_the_stack_and_nothing_else_does() {
        Cli.Result debug = run("sbom oci:WORK/empty --debug").ends(1);
        assertTrue(debug.err().contains("\tat dev.attest."), debug.err());
        assertTrue(run("verify --debug").ends(2).err().contains("\tat "), "of a wrong command line too");
        assertFalse(run("sbom oci:WORK/empty").err().contains("\tat "));
    }

    @Test
    void help_and_version_are_results() {
        for (String line : new String[] {"--help", "verify --help", "help sign", "local show --help"}) {
            Cli.Result help = run(line).ends(0);
            assertEquals("", help.err());
            assertTrue(help.out().contains("Usage: attest"), help.out());
            assertTrue(help.out().lines().allMatch(text -> text.length() <= 80), help.out());
        }
        for (String command : new String[] {"sign", "verify", "get", "sbom", "inspect", "local", "demo"}) {
            assertTrue(run(command + " --help").out().contains("Examples:\n  attest " + command), command);
            assertTrue(run(command + " --version").out().startsWith("attest "), command);
        }
    }

    @Test
    void tokens_that_are_no_good_are_refused_before_anything_is_signed() throws Exception {
        Path config = work.resolve("served.json");
        Served served = Served.start(work.resolve("sigstore"), config);
        try {
            String sign = "sign IMAGE --trusted-root WORK/root.json --signing-config WORK/served.json";
            Files.writeString(
                    work.resolve("expired"),
                    jwt(
                            "{\"iss\":\"https://local.attest.invalid\","
                                    + "\"aud\":\"sigstore\",\"sub\":\"x\",\"email\":\"x@y\",\"email_verified\":true,\"iat\":1000,\"exp\":2000}"));
            Cli.Result expired =
                    run(sign + " --identity-token-file WORK/expired").ends(1);
            assertTrue(expired.err().matches("(?s)attest: .*expired.*"), expired.err());
            assertFalse(expired.err().contains("ey"), "no part of a token is printed");
            run(sign + " --identity-token-file WORK/text").failsWith(2, "");
            run(sign + " --identity-token-file WORK/no-token").failsWith(2, "");
            run(sign).failsWith(2, "SIGSTORE_ID_TOKEN");

            String token =
                    run("local token --local-dir WORK/sigstore").ends(0).out().strip();
            String[] arguments = (sign.replace("IMAGE", image).replace("WORK", work.toString()) + " -q").split(" ");
            Cli.run(Map.of("SIGSTORE_ID_TOKEN", token), arguments).ends(0);
        } finally {
            served.stop();
        }
        run("verify IMAGE LOCAL").ends(0);
    }

    private static String jwt(String claims) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"ES256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }
}
