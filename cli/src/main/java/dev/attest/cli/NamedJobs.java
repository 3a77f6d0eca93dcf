package dev.attest.cli;

import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.RepositoryIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The identities that {@link RepositoryOptions} name. */
final class NamedJobs {
    private final RepositoryOptions asked;

    NamedJobs(RepositoryOptions asked) {
        this.asked = asked;
    }

    /** The issuer that alone vouches for what was named; none where there are two. */
    Optional<String> issuer() {
        if (!asked.gitHub.isEmpty() && !asked.gitLab.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(asked.gitHub.isEmpty() ? RepositoryIdentity.GITLAB : AcceptedIdentity.GitHub.ISSUER);
    }

    /** The jobs that were named; none where nothing was. */
    List<AcceptedIdentity> identities() {
        boolean isNarrowed = asked.workflow != null
                || !asked.refs.isEmpty()
                || asked.environment != null
                || asked.identifier != null;
        if (!asked.isNamed() && isNarrowed) {
            throw new UsageException("--workflow, --ref, --environment and --repository-id go with --github-repository"
                    + " or --gitlab-project");
        }
        boolean isNumber = asked.gitHub.stream().anyMatch(repository -> repository.indexOf('/') < 0);
        if (asked.identifier != null && (isNumber || asked.gitHub.size() + asked.gitLab.size() > 1)) {
            throw new UsageException("--repository-id goes beside the name of one repository");
        }
        var named = new ArrayList<AcceptedIdentity>();
        for (String repository : asked.gitHub) {
            var plain = new AcceptedIdentity.GitHub(
                    repository, Optional.ofNullable(asked.workflow), Optional.empty(), Optional.empty());
            named.add(narrowed(plain.asRepository()));
        }
        for (String project : asked.gitLab) {
            RepositoryIdentity.Builder job = RepositoryIdentity.gitLab(project);
            if (asked.workflow != null) {
                job.signer(asked.workflow);
            }
            named.add(narrowed(job));
        }
        return named;
    }

    private RepositoryIdentity narrowed(RepositoryIdentity.Builder job) {
        asked.refs.forEach(job::ref);
        if (asked.environment != null) {
            job.environment(asked.environment);
        }
        if (asked.identifier != null) {
            job.identifier(asked.identifier);
        }
        return job.build();
    }
}
