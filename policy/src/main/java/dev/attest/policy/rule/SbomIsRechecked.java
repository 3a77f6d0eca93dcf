package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Derived;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.sbom.cyclonedx.SbomComparison;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The signed SBOM of every platform lists the packages that the layers hold, no more and no fewer. What this very version
 * of attest signed has to be what it makes of the layers now, to the last byte.
 */
public record SbomIsRechecked() implements Rule {
    private static final int SHOWN = 5;
    private static final String REMEDY = "find out how the SBOM was made, and sign the image again";

    @Override
    public String id() {
        return "recheck-sbom";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        Optional<Evidence.Accepted> signed =
                subject.newest(PredicateType.CYCLONEDX, image.manifest().digest());
        Optional<Derived> derived = subject.derived(image);
        if (signed.isEmpty() || derived.isEmpty()) {
            return Finding.fails(
                    id(),
                    signed.isEmpty()
                            ? "there is no accepted SBOM to compare with the layers"
                            : "the layers were not read",
                    "sign the image with `attest sign`");
        }
        try {
            JsonObject ours = JsonObject.of(derived.get().sbom(), "sbom");
            return judge(SbomComparison.of(signed.get().verified().statement().predicate(), ours), ours);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a document of ours that cannot be read", e);
        }
    }

    private Finding judge(SbomComparison compared, JsonObject ours) {
        String us = SbomComparison.maker(ours);
        if (compared.identical()) {
            return Finding.holds(id(), "the signed SBOM is what " + us + " makes of the layers, to the last byte");
        }
        if (!compared.agrees()) {
            String lacks = compared.missing().isEmpty()
                    ? ""
                    : "it lacks " + shown(compared.missing()) + ", which the layers hold";
            String invents = compared.extra().isEmpty()
                    ? ""
                    : "it lists " + shown(compared.extra()) + ", which the layers do not hold";
            String both = lacks.isEmpty() || invents.isEmpty() ? "" : "; ";
            return Finding.fails(id(), "the signed SBOM is not that of the layers: " + lacks + both + invents, REMEDY);
        }
        if (compared.maker().equals(us)) {
            return Finding.fails(
                    id(),
                    "the signed SBOM names " + us + ", which makes another document of these layers with the same"
                            + " packages",
                    REMEDY);
        }
        String them = compared.maker().isEmpty() ? "an unnamed program" : compared.maker();
        return Finding.holds(id(), "the layers hold the packages that the signed SBOM of " + them + " lists");
    }

    private static String shown(Collection<String> packages) {
        String first = packages.stream().limit(SHOWN).collect(Collectors.joining(", "));
        int more = packages.size() - SHOWN;
        return packages.size()
                + (packages.size() == 1 ? " package (" : " packages (")
                + first
                + (more > 0 ? " and " + more + " more)" : ")");
    }
}
