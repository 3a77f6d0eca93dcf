package dev.attest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.CertificateClaims;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the options ask of a job is asked of its certificate. */
class RepositoryOptionsTest {
    private static final String GITHUB = "https://token.actions.githubusercontent.com";

    private static List<AcceptedIdentity> named(String... arguments) {
        var options = new RepositoryOptions();
        new CommandLine(options).parseArgs(arguments);
        return new NamedJobs(options).identities();
    }

    private static CertificateClaims job(String subject, String issuer, String repository, String... extensions) {
        var all = new TreeMap<Integer, String>(Map.of(8, issuer, 9, subject, 12, repository));
        for (int i = 0; i < extensions.length; i += 2) {
            all.put(Integer.parseInt(extensions[i]), extensions[i + 1]);
        }
        return new CertificateClaims(subject, CertificateClaims.SubjectKind.URI, issuer, all);
    }

    @Test
    void a_github_job_is_known_by_name_number_refs_and_environment() {
        AcceptedIdentity wanted = named(
                        "--github-repository",
                        "acme/app",
                        "--repository-id",
                        "7",
                        "--workflow",
                        ".github/workflows/release.yml",
                        "--ref",
                        "refs/tags/v*",
                        "--ref",
                        "refs/heads/main",
                        "--environment",
                        "prod")
                .get(0);
        String subject = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1";
        String repository = "https://github.com/acme/app";
        assertThat(wanted.accepts(job(subject, GITHUB, repository, "14", "refs/tags/v1", "15", "7", "23", "prod")))
                .isTrue();
        assertThat(wanted.accepts(job(subject, GITHUB, repository, "14", "refs/heads/main", "15", "7", "23", "prod")))
                .isTrue();
        assertThat(wanted.accepts(job(subject, GITHUB, repository, "14", "refs/tags/v1", "15", "8", "23", "prod")))
                .as("the name passed to another")
                .isFalse();
        assertThat(wanted.accepts(job(subject, GITHUB, repository, "14", "refs/heads/x", "15", "7", "23", "prod")))
                .isFalse();
        assertThat(wanted.accepts(job(subject, GITHUB, repository, "14", "refs/tags/v1", "15", "7", "23", "dev")))
                .isFalse();
        assertThat(wanted.accepts(job(subject, GITHUB, repository, "14", "refs/tags/v1", "15", "7")))
                .isFalse();
        assertThat(wanted.accepts(job(
                        subject.replace("release", "other"),
                        GITHUB,
                        repository,
                        "14",
                        "refs/tags/v1",
                        "15",
                        "7",
                        "23",
                        "prod")))
                .isFalse();
    }

    @Test
    void a_gitlab_pipeline_is_known_by_its_project() {
        AcceptedIdentity wanted = named(
                        "--gitlab-project", "acme/team/app", "--workflow", ".gitlab-ci.yml", "--ref", "refs/heads/main")
                .get(0);
        String repository = "https://gitlab.com/acme/team/app";
        String subject = repository + "//.gitlab-ci.yml@refs/heads/main";
        assertThat(wanted.accepts(job(subject, "https://gitlab.com", repository, "14", "refs/heads/main")))
                .isTrue();
        assertThat(wanted.accepts(job(subject, "https://gitlab.com", repository, "14", "refs/heads/other")))
                .isFalse();
        assertThat(wanted.accepts(job(subject, GITHUB, repository, "14", "refs/heads/main")))
                .isFalse();
        assertThat(wanted.accepts(job(
                        "https://gitlab.com/acme/team//app/.gitlab-ci.yml@refs/heads/main",
                        "https://gitlab.com",
                        repository,
                        "14",
                        "refs/heads/main")))
                .isFalse();
    }

    @Test
    void several_are_each_accepted() {
        assertThat(named(
                        "--github-repository",
                        "acme/app",
                        "--github-repository",
                        "acme/lib",
                        "--gitlab-project",
                        "a/b"))
                .hasSize(3);
    }
}
