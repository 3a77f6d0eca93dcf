package dev.attest.policy.rule;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.ReferenceList;
import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every bundle that a run of {@code attest sign} listed is still there and accepted: all lists count, not only the newest,
 * and there has to be one.
 */
public record NothingIsWithheld() implements Rule {
    @Override
    public String id() {
        return "nothing-withheld";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return List.of(finding(subject));
    }

    private Finding finding(Case subject) {
        List<Evidence.Accepted> lists = subject.accepted(PredicateType.REFERENCE, subject.digest());
        if (lists.isEmpty()) {
            return Finding.fails(
                    id(), "no accepted list of the evidence is there", "sign the image with `attest sign`");
        }
        Set<String> there = bundles(subject);
        Set<String> judged = new HashSet<>();
        subject.subjects().forEach(digest -> judged.add(digest.toString()));
        var missing = new TreeSet<String>();
        int listed = 0;
        for (Evidence.Accepted list : lists) {
            try {
                for (ResourceDescriptor entry : ReferenceList.read(
                                list.verified().statement().predicate())
                        .references()) {
                    if (!concerns(entry, judged)) {
                        continue;
                    }
                    listed++;
                    String sha256 = entry.digest().getOrDefault("sha256", "");
                    if (!there.contains(sha256)) {
                        missing.add(ReferenceList.predicateType(entry).orElse("evidence") + " sha256:" + sha256);
                    }
                }
            } catch (MalformedStatementException e) {
                return Finding.fails(id(), "a list of the evidence cannot be read: " + e.getMessage(), "sign again");
            }
        }
        if (missing.isEmpty() && listed > 0) {
            return Finding.holds(id(), "all " + listed + " listed pieces of evidence are there");
        }
        return Finding.fails(
                id(),
                missing.isEmpty()
                        ? "the list names no evidence of this image"
                        : "listed but not there: " + String.join(", ", missing),
                "restore the evidence (copy the image with all its referrers), or sign the image again");
    }

    private static Set<String> bundles(Case subject) {
        var there = new HashSet<String>();
        for (Evidence evidence : subject.evidence()) {
            if (evidence instanceof Evidence.Accepted accepted
                    && accepted.bundle().algorithm() == Digest.Algorithm.SHA256) {
                there.add(accepted.bundle().hex());
            }
        }
        return there;
    }

    /** An entry that does not say what it is about concerns everything. */
    private static boolean concerns(ResourceDescriptor entry, Set<String> judged) {
        List<String> subjects = ReferenceList.subjects(entry);
        return subjects.isEmpty() || subjects.stream().anyMatch(judged::contains);
    }
}
