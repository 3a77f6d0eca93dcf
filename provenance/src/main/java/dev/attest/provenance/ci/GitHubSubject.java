package dev.attest.provenance.ci;

import dev.attest.provenance.MalformedProvenanceException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares {@code sub} of a GitHub token with the token's other claims: the classic form, the immutable one, in which
 * numbers follow names ({@code repo:owner@1/name@2:…}), and what an organisation composed of claims.
 */
final class GitHubSubject {
    private static final Pattern REPOSITORY =
            Pattern.compile("([^/@]{1,100})(?:@([0-9]{1,20}))?/([^/@]{1,100})(?:@([0-9]{1,20}))?");
    private static final Pattern OWNER = Pattern.compile("([^/@]{1,100})(?:@([0-9]{1,20}))?");
    private static final String PULL_REQUEST = "pull_request";

    private final Map<String, String> claims;

    private GitHubSubject(Map<String, String> claims) {
        this.claims = claims;
    }

    /** Refuses claims that contradict each other; what {@code sub} does not say cannot be compared. */
    static void check(Map<String, String> claims) throws MalformedProvenanceException {
        var subject = new GitHubSubject(claims);
        var keys = new HashSet<>(claims.keySet());
        keys.addAll(Set.of("repo", "ref", "environment"));
        keys.remove(PULL_REQUEST);
        for (SubjectClaim pair : SubjectClaim.parse(claims.getOrDefault("sub", ""), keys, Set.of(PULL_REQUEST))) {
            subject.check(pair);
        }
    }

    private void check(SubjectClaim pair) throws MalformedProvenanceException {
        switch (pair.key()) {
            case "repo", "repository" -> repository(pair.value());
            case "repository_owner" -> {
                Matcher owner = matched(OWNER, pair.value());
                agree("repository_owner", owner.group(1));
                agree("repository_owner_id", owner.group(2));
            }
            case PULL_REQUEST -> {
                String event = claims.getOrDefault("event_name", PULL_REQUEST);
                if (!event.startsWith(PULL_REQUEST)) {
                    throw new MalformedProvenanceException(
                            "token claim sub is that of a pull request, but token claim event_name is another event");
                }
            }
            default -> agree(pair.key(), pair.value());
        }
    }

    private void repository(String value) throws MalformedProvenanceException {
        Matcher repository = matched(REPOSITORY, value);
        agree("repository", repository.group(1) + "/" + repository.group(3));
        agree("repository_owner_id", repository.group(2));
        agree("repository_id", repository.group(4));
    }

    private static Matcher matched(Pattern pattern, String value) throws MalformedProvenanceException {
        Matcher matcher = pattern.matcher(value);
        if (!matcher.matches()) {
            throw new MalformedProvenanceException("token claim sub names no repository");
        }
        return matcher;
    }

    private void agree(String claim, String value) throws MalformedProvenanceException {
        Facts.agree(
                "token claim " + claim,
                Optional.ofNullable(claims.get(claim)),
                "token claim sub",
                Optional.ofNullable(value));
    }
}
