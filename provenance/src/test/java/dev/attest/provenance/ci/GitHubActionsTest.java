package dev.attest.provenance.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.provenance.MalformedProvenanceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubActionsTest {
    @ParameterizedTest
    @CsvSource({
        "o/r/.github/workflows/a.yml@refs/heads/main, refs/heads/main, .github/workflows/a.yml, refs/heads/main",
        "o/r/.github/workflows/a@b.yml@refs/heads/main, refs/heads/main, .github/workflows/a@b.yml, refs/heads/main",
        "o/r/a.yml@refs/tags/pkg@1.0, refs/tags/pkg@1.0, a.yml, refs/tags/pkg@1.0",
        "o/r/a@b.yml@refs/tags/pkg@1.0, refs/heads/main, a@b.yml, refs/tags/pkg@1.0",
        "o/r/a@b.yml@main, refs/heads/main, a@b.yml, main",
    })
    void a_workflow_ref_is_cut_at_the_right_place(String workflowRef, String ref, String path, String expected)
            throws MalformedProvenanceException {
        assertThat(WorkflowRef.parse(workflowRef, "o/r", ref)).isEqualTo(new WorkflowRef(path, expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other/r/a.yml@main", "o/rr/a.yml@main", "o/r/a.yml", "o/r/@main", "o/r/a.yml@"})
    void another_workflow_ref_is_refused(String workflowRef) {
        assertThatThrownBy(() -> WorkflowRef.parse(workflowRef, "o/r", "refs/heads/main"))
                .isInstanceOf(MalformedProvenanceException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main, refs/heads/main, true",
        "main, refs/heads/main, true",
        "v1, refs/tags/v1, true",
        "refs/heads/v1, refs/tags/v1, false",
        "heads/main, refs/heads/main, false"
    })
    void a_ref_may_be_named_in_short(String named, String ref, boolean same) {
        assertThat(new WorkflowRef("a.yml", named).isOf(ref)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "https://token.actions.githubusercontent.com, https://github.com",
        "https://token.actions.githubusercontent.com/acme-corp, https://github.com",
        "https://token.actions.acme.ghe.com, https://acme.ghe.com",
        "https://token.actions.acme.ghe.com/slug, https://acme.ghe.com",
        "https://GIT.example.com:8443/_services/token, https://git.example.com:8443",
    })
    void the_issuer_names_the_server(String issuer, String server) {
        assertThat(GitHubServer.of(issuer)).contains(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://token.actions.githubusercontent.com.evil.example",
                "https://token.actions.githubusercontent.com/a/b",
                "https://token.actions.evil.ghe.com.example",
                "https://token.actions.a.b.ghe.com",
                "http://git.example.com/_services/token",
                "https://user@git.example.com/_services/token",
                "https://git.example.com/x/_services/token",
                "https://gitlab.com",
                ""
            })
    void another_issuer_is_no_github(String issuer) {
        assertThat(GitHubServer.of(issuer)).isEmpty();
    }
}
