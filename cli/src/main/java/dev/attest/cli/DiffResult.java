package dev.attest.cli;

import dev.attest.sbom.diff.ConfigDiff;
import dev.attest.sbom.diff.FactDiff;
import dev.attest.sbom.diff.LayerDiff;
import dev.attest.sbom.diff.PackageDiff;
import java.util.List;
import java.util.Optional;

/** What differs between two sides; facts, configuration and layers where both are images. */
record DiffResult(
        DiffSide before,
        DiffSide after,
        PackageDiff packages,
        Optional<FactDiff> facts,
        Optional<ConfigDiff> config,
        Optional<LayerDiff> layers) {

    static DiffResult of(DiffSide before, DiffSide after) {
        PackageDiff packages = PackageDiff.of(before.packages(), after.packages());
        if (before.image().isEmpty() || after.image().isEmpty()) {
            return new DiffResult(before, after, packages, Optional.empty(), Optional.empty(), Optional.empty());
        }
        return new DiffResult(
                before,
                after,
                packages,
                Optional.of(
                        FactDiff.of(before.facts().orElseThrow(), after.facts().orElseThrow())),
                Optional.of(ConfigDiff.of(
                        before.image().get().config(), after.image().get().config())),
                Optional.of(LayerDiff.of(before.image().get(), after.image().get())));
    }

    /** Whether nothing differs, the manifests' digests included where both sides have one. */
    boolean isEmpty() {
        return packages.isEmpty()
                && facts.map(diff -> diff.removed().isEmpty() && diff.added().isEmpty())
                        .orElse(true)
                && config.map(diff -> diff.changes().isEmpty()).orElse(true)
                && layers.map(diff -> diff.removed().isEmpty() && diff.added().isEmpty())
                        .orElse(true)
                && List.of(before, after).stream()
                                .flatMap(side -> side.image().stream())
                                .map(image -> image.manifest().digest())
                                .distinct()
                                .count()
                        < 2;
    }
}
