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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every bundle that a run of {@code attest sign} listed is still there and accepted: all lists count, not only the newest,
 * and there has to be one.
 */
public record NothingIsWithheld() implements Rule {
    private static final String REMEDY =
            "restore the evidence (copy the image with all its referrers), or take the list away, also where the"
                    + " signer keeps it (attest/kept in the state folder), and sign the image again";

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
        var listed = new TreeMap<String, String>();
        try {
            for (Evidence.Accepted list : lists) {
                listed.putAll(entries(list, subject));
            }
        } catch (MalformedStatementException e) {
            return Finding.fails(id(), "a list of the evidence cannot be read: " + e.getMessage(), "sign again");
        }
        if (listed.isEmpty()) {
            return Finding.fails(id(), "the list names no evidence of this image", REMEDY);
        }
        Set<String> there = bundles(subject);
        List<String> missing = listed.keySet().stream()
                .filter(bundle -> !there.contains(bundle))
                .map(bundle -> listed.get(bundle) + " sha256:" + bundle)
                .toList();
        return missing.isEmpty()
                ? Finding.holds(id(), "all " + listed.size() + " listed pieces of evidence are there")
                : Finding.fails(id(), "listed but not there: " + String.join(", ", missing), REMEDY);
    }

    /** What the list says of the judged digests: predicate types by the SHA-256 of their bundle, empty if it has none. */
    private static Map<String, String> entries(Evidence.Accepted list, Case subject)
            throws MalformedStatementException {
        var judged = new HashSet<String>();
        subject.subjects().forEach(digest -> judged.add(digest.toString()));
        var entries = new HashMap<String, String>();
        for (ResourceDescriptor entry :
                ReferenceList.read(list.verified().statement().predicate()).references()) {
            if (concerns(entry, judged)) {
                entries.put(
                        entry.digest().getOrDefault("sha256", ""),
                        ReferenceList.predicateType(entry).orElse("evidence"));
            }
        }
        return entries;
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
