package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.pipeline.Given;
import dev.attest.pipeline.KeptBundles;
import dev.attest.pipeline.Places;
import dev.attest.pipeline.SignImage;
import dev.attest.pipeline.SignOrder;
import dev.attest.pipeline.SignReport;
import dev.attest.pipeline.SignTarget;
import dev.attest.provenance.Provenance;
import dev.attest.sbom.facts.RelatedImages;
import dev.attest.vex.VexDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers what is known of the build, and has the image's evidence made, signed and attached. */
final class SignRun {
    private static final Set<PredicateType> MADE_HERE = EnumSet.of(
            PredicateType.SIGNATURE,
            PredicateType.PROVENANCE,
            PredicateType.CYCLONEDX,
            PredicateType.SPDX,
            PredicateType.FACTS,
            PredicateType.OPENVEX,
            PredicateType.TEST_RESULT,
            PredicateType.COVERAGE,
            PredicateType.REBUILD,
            PredicateType.VULNS);

    private final Wiring wiring;
    private final SignCommand asked;
    private final Console console;

    SignRun(Wiring wiring, SignCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws Exception {
        Output output = Output.of(console, asked.common);
        if (asked.image.platform().isPresent()) {
            throw new UsageException("--platform: sign covers every platform of an image");
        }
        asked.signer.check(asked.trust);
        Reference reference = wiring.reference(asked.reference, asked.image);
        Set<PredicateType> types = types();
        var facts = new BuildFacts(wiring, asked.provenance.source());
        // Before the token is spent: what is wrong with the input should cost no certificate.
        List<VexDocument> vex = facts.vex(asked.vex);
        Reports reports = Reports.read(asked.reports, wiring, console);
        reports.check(types);
        RelatedImages related = new Related(wiring, asked.image).images(asked.related);
        try (Places places = EvidencePlaces.of(wiring, asked.image).open(reference)) {
            // Before a session is opened: what cannot be attached should cost no token and no log entry.
            SignTarget target = SignTarget.open(places, reference, wiring.executor());
            var given = new ArrayList<Given>();
            if (asked.reports.rebuiltAs().isPresent()) {
                given.add(new Rebuilt(wiring, asked.image, console)
                        .of(target, asked.reports.rebuiltAs().get()));
            }
            try (SigningDesk desk = SigningDesk.open(asked.trust, asked.signer, wiring)) {
                Provenance provenance = provenance(desk, target, types, related);
                given.addAll(reports.given(provenance, target.image()));
                var order = new SignOrder(
                        reference, types, provenance, vex, given, wiring.sourceDateEpoch(), VersionProvider.version());
                SignReport report = signer(desk, reference, related).sign(target, order, desk.session());
                var rendering = new SignRendering(reference, desk.who());
                output.write(asked.format == ResultFormat.json ? rendering.json(report) : rendering.text(report));
                remarks(report);
            }
        }
        return ExitCode.DONE;
    }

    /** What the image tells is read only where the provenance is signed. */
    private Provenance provenance(SigningDesk desk, SignTarget target, Set<PredicateType> types, RelatedImages related)
            throws IOException, MalformedImageException {
        var provenance = new BuildProvenance(wiring, asked.provenance, console);
        Provenance build = provenance.build(desk.token(), asked.trust.local());
        boolean wanted = types.isEmpty() || types.contains(PredicateType.PROVENANCE);
        return wanted ? provenance.in(build, target.places().image(), target.image(), related) : build;
    }

    private SignImage signer(SigningDesk desk, Reference reference, RelatedImages related) throws IOException {
        var signer = new SignImage(
                LayerScans.scanner(wiring, asked.cache).beside(related),
                desk.verifier(),
                wiring.executor(),
                step -> console.message("  " + step));
        // A layout gets everything in one step at the end, and what it no longer lists still lies in it.
        return reference instanceof Reference.Registry
                ? signer.keeping(new KeptBundles(wiring.stateDirectory().resolve("kept"), wiring.clock()))
                : signer;
    }

    private void remarks(SignReport report) {
        report.gaps().forEach(gap -> console.message("  not read: " + gap.subject() + ": " + gap.detail()));
        report.unmatchedVex().forEach(line -> console.message("  VEX statement left out: " + line));
    }

    private Set<PredicateType> types() {
        var chosen = EnumSet.noneOf(PredicateType.class);
        for (String name : asked.only) {
            chosen.add(PredicateType.named(name.strip())
                    .filter(MADE_HERE::contains)
                    .orElseThrow(() -> new UsageException("--only: " + name + " is none of "
                            + MADE_HERE.stream().map(PredicateType::shortName).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }
}
