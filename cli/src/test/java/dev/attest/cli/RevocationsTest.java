package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a signed list revokes counts no longer; a list that cannot be relied on decides nothing. */
class RevocationsTest {
    private static final String ISSUER = "https://local.attest.invalid";

    @TempDir
    Path work;

    private String image = "";
    private String list = "";

    @BeforeEach
    void sign() throws Exception {
        image = Cli.good(work.resolve("image"));
        list = work.resolve("revocations.json").toString();
        run("sign", image).ends(0);
    }

    private Cli.Result run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--local", "--local-dir", work.resolve("sigstore").toString()));
        return Cli.run(Map.of("XDG_STATE_HOME", work.toString()), all.toArray(String[]::new));
    }

    /** The list that this developer signs: one identity, in a window that begins {@code from}. */
    private void issue(int version, String subject, String from, String expires, String by) throws Exception {
        Path name = Files.writeString(work.resolve("prod"), "prod");
        Path predicate = Files.writeString(
                work.resolve("list.json"),
                """
                {"version":%d,"issued":"2020-01-01T00:00:00Z","expires":"%s","revoked":[
                {"identity":{"issuer":"%s","subject":"%s"},"from":"%s","reason":"laptop lost"}]}"""
                        .formatted(version, expires, ISSUER, subject, from));
        run(
                        "sign-blob",
                        name + "",
                        "--predicate",
                        predicate + "",
                        "--type",
                        "https://attest.dev/revocations/v1",
                        "--bundle",
                        list,
                        "--local-identity",
                        by)
                .ends(0);
    }

    private Cli.Result verify(String... more) {
        var all = new ArrayList<>(List.of(
                "verify",
                image,
                "--revocations",
                list,
                "--revocations-identity",
                "security@local.attest.invalid",
                "--revocations-issuer",
                ISSUER));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private static String in(int days) {
        return Instant.now()
                .plus(days, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    @Test
    void what_a_revoked_identity_signed_in_the_window_is_refused_and_its_twin_passes() throws Exception {
        issue(1, "developer@local.attest.invalid", in(1), in(30), "security");
        Cli.Result before = verify("--format", "json").ends(0);
        Schemas.holds("verify", before.out());
        assertTrue(before.out().contains("\"revocations\" : 1"), before.out());

        issue(2, "developer@local.attest.invalid", in(-1), in(30), "security");
        Cli.Result after = verify().ends(1);
        assertTrue(after.out().contains("REVOKED, identity revoked: laptop lost"), after.out());
        assertTrue(run("verify", image).ends(0).out().endsWith("verified\n"), "without the list");
    }

    @Test
    void a_list_that_cannot_be_relied_on_leaves_it_undecided() throws Exception {
        issue(1, "x", in(-1), in(30), "somebody");
        verify().failsWith(3, "the revocation list cannot be relied on");
        issue(1, "x", in(-1), in(-1), "security");
        verify().failsWith(3, "expired");
        issue(3, "x", in(-1), in(30), "security");
        verify("--revocations-name", "prod").ends(0);
        verify("--revocations-name", "staging").failsWith(3, "it is the list prod, not staging");
        issue(2, "x", in(-1), in(30), "security");
        verify().failsWith(3, "the revocation list cannot be relied on");
        Files.writeString(Path.of(list), "{}");
        verify().failsWith(3, "the revocation list cannot be relied on");
    }

    @Test
    void who_may_issue_the_list_has_to_be_said() {
        run("verify", image, "--revocations", list).failsWith(2, "say who may issue the list");
        verify("--policy", "dev").failsWith(2, "asks for no evidence");
        run("verify", image, "--revocations-issuer", ISSUER).failsWith(2, "--revocations FILE");
    }
}
