package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of an identity that would not be looked at is a wrong command line, not a part that is left out. */
class ContradictingIdentityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--github-repository acme/app --issuer https://accounts.example.com",
                "--github-repository acme/app --identity x@example.com",
                "--identity x@example.com --issuer https://accounts.example.com --ref refs/heads/main",
                "--identity x@example.com --issuer https://accounts.example.com --workflow a.yml",
                "--identity x@example.com --issuer https://accounts.example.com --environment production",
                "--identity x@example.com",
                "--issuer https://accounts.example.com",
                "--workflow a.yml",
                ""
            })
    void contradicting_or_partial_identities_are_usage_errors(String options) {
        assertThat(run(options)).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void gitHubs_own_issuer_beside_a_repository_is_understood_as_the_action_hands_it_on() {
        String options = "--github-repository acme/app --issuer https://token.actions.githubusercontent.com";
        // What is missing now is only the file of the trusted root.
        assertThat(run(options)).isEqualTo(ExitCode.UNDECIDED.code());
    }

    private static int run(String options) {
        String line = "verify registry.example/app:1 --trusted-root /nowhere/root.json " + options;
        return Attest.run(
                line.strip().split(" "),
                Map.of(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }
}
