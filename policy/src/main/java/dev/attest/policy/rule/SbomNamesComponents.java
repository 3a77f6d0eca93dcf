package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.sbom.cyclonedx.SbomSummary;
import java.util.List;

/** The SBOM of every platform lists something; an empty one would vouch for anything. */
public record SbomNamesComponents() implements Rule {
    @Override
    public String id() {
        return "sbom-not-empty";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        int components = subject.newest(
                        PredicateType.CYCLONEDX, image.manifest().digest())
                .map(sbom -> SbomSummary.read(sbom.verified().statement().predicate())
                        .components())
                .orElse(0);
        return components > 0
                ? Finding.holds(id(), components + (components == 1 ? " component" : " components"))
                : Finding.fails(
                        id(),
                        "no accepted SBOM lists a component of this image",
                        "keep the package database in the image, or attach an SBOM that lists its contents");
    }
}
