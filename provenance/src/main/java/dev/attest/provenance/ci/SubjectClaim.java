package dev.attest.provenance.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One {@code key:value} of a token's {@code sub}. GitHub, GitLab and Buildkite write it as such pairs, one behind the
 * other; GitHub and GitLab let their users choose which.
 */
record SubjectClaim(String key, String value) {
    private static final int MAX_PARTS = 200;

    /**
     * The pairs of {@code sub}, up to the first key that is not known: nobody knows what stands behind it. A colon within a
     * value is written as {@code %3A}.
     *
     * @param keys what counts as a key with a value
     * @param words what stands alone, such as {@code pull_request}
     */
    static List<SubjectClaim> parse(String sub, Set<String> keys, Set<String> words) {
        String[] parts = sub.split(":", MAX_PARTS);
        var pairs = new ArrayList<SubjectClaim>();
        for (int i = 0; i < parts.length; i++) {
            if (words.contains(parts[i])) {
                pairs.add(new SubjectClaim(parts[i], ""));
            } else if (keys.contains(parts[i]) && i + 1 < parts.length) {
                pairs.add(new SubjectClaim(parts[i], parts[i + 1].replace("%3A", ":")));
                i++;
            } else {
                break;
            }
        }
        return List.copyOf(pairs);
    }
}
