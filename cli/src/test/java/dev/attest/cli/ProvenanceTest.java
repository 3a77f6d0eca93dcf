package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    @TempDir
    Path folder;

    @Test
    void the_provenance_is_shown_before_it_is_signed() throws Exception {
        String image = Cli.index(folder.resolve("app"));
        String source = Files.createDirectory(folder.resolve("source")).toString();
        Cli.Result predicate = Cli.run("provenance", image, "--source", source).ends(0);
        assertThat(predicate.out())
                .contains("\"buildType\" : \"https://attest.dev/buildtypes/local/v1\"")
                .doesNotContain(folder.toString());
        Cli.Result statement =
                Cli.run("provenance", image, "--source", source, "--statement").ends(0);
        assertThat(statement.out()).startsWith("{\"_type\":\"https://in-toto.io/Statement/v1\"");
        assertThat(statement.out().split("\"name\":\"app\"", -1)).hasSize(4);
        Cli.run("provenance", image, "--platform", "linux/amd64").failsWith(2, "--platform");
    }

    @Test
    void what_is_signed_is_what_was_shown() throws Exception {
        String image = Cli.good(folder.resolve("app"));
        String source = Files.createDirectory(folder.resolve("source")).toString();
        String shown = Cli.run("provenance", image, "--source", source).ends(0).out();
        Map<String, String> home =
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        Cli.run(home, "sign", image, "--local", "--source", source).ends(0);
        assertThat(Cli.run(home, "get", image, "--type", "provenance", "--local")
                        .ends(0)
                        .out())
                .isEqualTo(shown);
    }

    @Test
    void what_is_no_summary_of_a_source_is_left_aside_and_said() throws Exception {
        String image = Cli.good(folder.resolve("app"));
        Map<String, String> home =
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString());
        Cli.run(home, "sign", image, "--local", "--source", folder.toString()).ends(0);
        Path vsa = folder.resolve("app.vsa.json");
        Cli.run(home, "verify", image, "--local", "--vsa", vsa.toString(), "--resource-uri", "oci://r.example/app")
                .ends(0);
        Path lines = Files.writeString(
                folder.resolve("sources.jsonl"), Files.readString(vsa).strip() + "\n{\"a\":1}\n");
        Cli.Result judged = Cli.run(home, "verify", image, "--local", "--source-vsa", lines.toString())
                .ends(0);
        assertThat(judged.err()).contains("left aside, from " + lines);
        Path policy = Files.writeString(
                folder.resolve("policy.yaml"),
                """
                policy: https://attest.dev/policy/v1
                name: ours
                extends: signed
                sources:
                  level: 1
                  verifiers: [{issuer: "**", signer: "**", verifier: "**", level: 4}]
                """);
        Cli.Result refused = Cli.run(
                        home,
                        "verify",
                        image,
                        "--local",
                        "--policy",
                        policy.toString(),
                        "--source-vsa",
                        lines.toString())
                .ends(1);
        assertThat(refused.out()).contains("source-level").contains("no accepted provenance proves");
    }

    @Test
    void a_policy_can_be_a_file_and_is_named_by_its_digest() throws Exception {
        String image = Cli.good(folder.resolve("app"));
        Path policy = Files.writeString(
                folder.resolve("policy.yaml"), "policy: https://attest.dev/policy/v1\nname: ours\nextends: dev\n");
        Cli.Result verified = Cli.run("verify", image, "--policy", policy.toString(), "--format", "json")
                .ends(0);
        assertThat(verified.out()).contains("\"policy\" : \"ours\"").contains("\"policyDigest\" : \"sha256:");
        Files.writeString(policy, "policy: https://attest.dev/policy/v1\nname: ours\nextends: none\n");
        Cli.run("verify", image, "--policy", policy.toString()).failsWith(2, "policy.extends: expected one of");
        Cli.run("verify", image, "--policy", "dev", "--source-vsa", policy.toString())
                .failsWith(2, "asks for no evidence");
        Cli.run("verify", image, "--policy", "absent.yaml").failsWith(2, "no such file");
        Cli.run("verify", image, "--policy", "a\0b").failsWith(2, "no such file");
    }
}
