package dev.attest.policy.rule;

import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import java.util.List;

/** Manifests and configurations were read by digest and agree with each other; without that there is no case at all. */
public record ImageIsIntact() implements Rule {
    @Override
    public String id() {
        return "intact";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> Finding.holds(
                                id(),
                                "manifest and configuration are what their digests say; no evidence was asked for")
                        .on(image))
                .toList();
    }
}
