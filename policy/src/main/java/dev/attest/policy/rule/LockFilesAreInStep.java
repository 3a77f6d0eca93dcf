package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.lockfile.LockFiles;
import dev.attest.provenance.lockfile.LockState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Every manifest in the source has a lock file that was made from it, as the provenance of each platform says: what is not
 * locked is another thing at the next build.
 *
 * @param acceptUnknown whether lock files whose form does not tell are enough
 */
public record LockFilesAreInStep(boolean acceptUnknown) implements Rule {
    private static final int SHOWN = 5;
    private static final String NO_MANIFEST = "no manifest that attest knows was found in the source";

    @Override
    public String id() {
        return "lock-files";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    /** All that was ever said counts: what a lock file was when these bits were built does not change later. */
    private Finding finding(Case subject, PlatformImage image) {
        List<Evidence.Accepted> all =
                subject.accepted(PredicateType.PROVENANCE, image.manifest().digest());
        if (all.isEmpty()) {
            return Finding.fails(
                    id(), "there is no accepted provenance to name lock files", "sign the image with `attest sign`");
        }
        var said = new ArrayList<Finding>();
        for (Evidence.Accepted one : all) {
            try {
                LockFiles.read(AcceptedProvenance.read(one)
                                .provenance()
                                .buildDefinition()
                                .internalParameters())
                        .ifPresent(states -> said.add(finding(states)));
            } catch (MalformedProvenanceException e) {
                return Finding.fails(id(), "the provenance cannot be read: " + e.getMessage(), "build and sign again");
            }
        }
        Finding silent =
                Finding.fails(id(), "the provenance says nothing of lock files", "sign where the source is at hand");
        return said.stream().filter(finding -> !finding.holds()).findFirst().orElseGet(() -> said.stream()
                .findFirst()
                .orElse(silent));
    }

    private Finding finding(SortedMap<String, LockState> states) {
        if (states.isEmpty()) {
            // Nothing to find and nothing that was looked at are the same here.
            return acceptUnknown
                    ? Finding.holds(id(), NO_MANIFEST)
                    : Finding.fails(id(), NO_MANIFEST, "build from the source folder that has the manifests");
        }
        Set<LockState> enough =
                acceptUnknown ? EnumSet.of(LockState.LOCKED, LockState.UNKNOWN) : EnumSet.of(LockState.LOCKED);
        List<String> faults = states.entrySet().stream()
                .filter(entry -> !enough.contains(entry.getValue()))
                .map(LockFilesAreInStep::shown)
                .toList();
        if (faults.isEmpty()) {
            return Finding.holds(id(), "all is locked: " + states.size());
        }
        String more = faults.size() > SHOWN ? " and " + (faults.size() - SHOWN) + " more" : "";
        return Finding.fails(
                id(),
                "not locked: " + String.join(", ", faults.subList(0, Math.min(SHOWN, faults.size()))) + more,
                "lock the dependencies anew, commit the lock files and build again");
    }

    private static String shown(Map.Entry<String, LockState> entry) {
        return entry.getKey().replaceAll("[^ -~]", "?") + " ("
                + entry.getValue().word() + ")";
    }
}
