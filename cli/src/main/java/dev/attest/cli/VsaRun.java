package dev.attest.cli;

import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.intoto.predicate.VerificationSummary;
import dev.attest.json.StrictJson;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.pipeline.Places;
import dev.attest.pipeline.VerifyReport;
import dev.attest.pipeline.VsaDelivery;
import dev.attest.pipeline.VsaLevels;
import dev.attest.pipeline.VsaMaker;
import dev.attest.pipeline.VsaOrder;
import dev.attest.pipeline.VsaPolicy;
import dev.attest.policy.Profile;
import dev.attest.policy.ResourceUri;
import dev.attest.policy.Verdict;
import dev.attest.signing.Identities;
import dev.attest.signing.Verified;
import dev.attest.signing.config.RekorVersion;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Signs, after the verdict, what it says of an accepted image; of a refused one nothing. */
final class VsaRun {
    /** Who signs with the local Sigstore: somebody else than who signs the images there. */
    static final String LOCAL_IDENTITY = "verifier";

    /** What the command line says of it. */
    record Asked(VsaOptions vsa, TrustOptions trust, EvidenceOptions image, CommonOptions common) {}

    private final Wiring wiring;
    private final Asked asked;
    private final Console console;
    private final String verifierId;
    private final String resourceUri;
    private final Optional<Output> vsa;
    private final Optional<Output> svr;

    private VsaRun(Wiring wiring, Asked asked, String resourceUri) throws IOException {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common());
        this.verifierId = asked.vsa()
                .verifierId()
                .or(() -> asked.trust().local() ? Optional.of(VsaOptions.LOCAL_VERIFIER) : Optional.empty())
                .orElseThrow(() -> new UsageException("say who verifies: --verifier-id URI"));
        this.resourceUri = resourceUri;
        requireUri("--verifier-id", verifierId);
        requireUri("--resource-uri", resourceUri);
        this.vsa = asked.vsa().vsa().isPresent()
                ? Optional.of(Output.to(console, asked.vsa().vsa()))
                : Optional.empty();
        this.svr = asked.vsa().svr().isPresent()
                ? Optional.of(Output.to(console, asked.vsa().svr()))
                : Optional.empty();
    }

    /** What is to be signed, if anything is; whatever can be wrong with the options is said before the image is judged. */
    static Optional<VsaRun> of(Wiring wiring, Asked asked, Profile profile, List<Reference> images) throws IOException {
        if (!asked.vsa().checked(asked.trust())) {
            return Optional.empty();
        }
        if (!profile.asksForEvidence()) {
            throw new UsageException("--vsa: the profile " + profile.id()
                    + " asks for no evidence, and whoever reads its summary would take it for a yes");
        }
        if (images.size() != 1) {
            throw new UsageException("--vsa signs about one image at a time");
        }
        String resource = asked.vsa()
                .resourceUri()
                .or(() -> ResourceUri.of(images.get(0)))
                .orElseThrow(() -> new UsageException("say as what consumers fetch the image: --resource-uri URI"));
        return Optional.of(new VsaRun(wiring, asked, resource));
    }

    /** Signs and delivers what the answer allows; {@code trust} and {@code accepted} are those that it was found with. */
    void deliver(VerifyAnswer answer, Trust trust, Identities accepted)
            throws IOException, MalformedImageException, SigningException {
        if (!(answer instanceof VerifyAnswer.Judged judged)
                || !(judged.report().verdict() instanceof Verdict.Accepted)) {
            console.message("  no verification summary: the image is not accepted");
            return;
        }
        VerifyReport report = judged.report();
        var maker = new VsaMaker(report, order(report, named(trust, accepted)));
        try (Places places =
                EvidencePlaces.of(wiring, asked.image()).open(report.question().image())) {
            if (asked.vsa().push()) {
                // Before a session is opened: what cannot be attached should cost no token and no log entry.
                places.evidence().checkWritable();
            }
            try (SigningDesk desk = desk()) {
                maker.conflict(desk.who()).ifPresent(reason -> {
                    throw new UsageException("no verification summary: " + reason + "; sign it with another identity");
                });
                List<Verified> signed = sign(desk, maker);
                if (asked.vsa().push()) {
                    VsaDelivery.attach(places.evidence(), report.subject().image(), signed, wiring.executor());
                    console.message("  attached the verification summary, signed by " + desk.who());
                }
            }
        }
    }

    private List<Verified> sign(SigningDesk desk, VsaMaker maker) throws IOException, SigningException {
        Instant now = wiring.clock().instant();
        boolean wantsSummary = vsa.isPresent() || asked.vsa().push();
        var statements = new ArrayList<Statement>();
        if (wantsSummary) {
            statements.add(maker.summary(now));
        }
        if (svr.isPresent()) {
            statements.add(maker.result(now));
        }
        List<Verified> signed =
                desk.session().sign(statements.stream().map(Statement::write).toList());
        if (vsa.isPresent()) {
            vsa.get().write(wrapped(signed.get(0)));
            console.message("  wrote the verification summary "
                    + asked.vsa().vsa().orElseThrow() + ", signed by " + desk.who());
        }
        if (svr.isPresent()) {
            svr.get().write(wrapped(signed.get(signed.size() - 1)));
        }
        return signed;
    }

    private byte[] wrapped(Verified signed) {
        return asked.vsa().format() == VsaOptions.Format.dsse
                ? StrictJson.write(signed.envelope().json())
                : signed.bundle().bytes();
    }

    private SigningDesk desk() throws IOException, SigningException {
        if (asked.vsa().format() == VsaOptions.Format.dsse) {
            return SigningDesk.unwitnessed(asked.vsa().key().orElseThrow(), wiring);
        }
        return asked.trust().local()
                ? SigningDesk.local(wiring.localDirectory(asked.trust()), LOCAL_IDENTITY, RekorVersion.V1, wiring)
                : SigningDesk.open(asked.trust(), asked.vsa(), wiring);
    }

    private VsaOrder order(VerifyReport report, Map<String, String> trust) {
        List<SlsaResult> levels = VsaLevels.of(report, asked.vsa().compatible());
        var verifier = new VerificationSummary.Verifier(verifierId, Map.of("attest", VersionProvider.version()));
        return new VsaOrder(
                verifier, resourceUri, VsaPolicy.of(report.question().profile().source(), trust), levels);
    }

    /** Every summary names the trust it used. */
    private static Map<String, String> named(Trust trust, Identities accepted) {
        var names = new TreeMap<String, String>();
        names.put("dev.attest.identities", accepted.toString());
        trust.root().ifPresent(root -> names.put("dev.attest.trustedRoot", "sha256:" + root.sha256()));
        if (trust.revocations().version() > 0) {
            names.put(
                    "dev.attest.revocations", String.valueOf(trust.revocations().version()));
        }
        return names;
    }

    private static void requireUri(String option, String uri) {
        if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]+") || uri.length() > VerificationSummary.MAX_URI) {
            throw new UsageException(option + ": not a URI");
        }
    }
}
