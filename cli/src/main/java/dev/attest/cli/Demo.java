package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.localsigstore.LocalSigstore;
import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.Places;
import dev.attest.pipeline.SignImage;
import dev.attest.pipeline.SignOrder;
import dev.attest.pipeline.VerifyImage;
import dev.attest.pipeline.VerifyQuestion;
import dev.attest.pipeline.VerifyReport;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Profile;
import dev.attest.policy.Verdict;
import dev.attest.provenance.ci.BuildTimes;
import dev.attest.provenance.ci.LocalBuild;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.Verified;
import dev.attest.signing.config.RekorVersion;
import dev.attest.vex.VexDocument;
import dev.attest.vex.openvex.OpenVex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The demo: an image made, signed and accepted; then three that must be refused. Nothing outside its folder is touched. */
final class Demo {
    private static final String DEVELOPER = "developer";

    private final Wiring wiring;
    private final Console console;
    private final Path directory;
    private final List<Path> jars;

    Demo(Wiring wiring, Console console, Path directory, List<Path> jars) {
        this.wiring = wiring;
        this.console = console;
        this.directory = directory;
        this.jars = jars;
    }

    /** The jars that this program runs from. */
    static List<Path> ownJars() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
    }

    ExitCode run() throws Exception {
        DemoFolder folder = DemoFolder.make(directory);
        DemoImage image = DemoImage.of(jars);
        Descriptor manifest = image.write(folder.image());
        image.write(folder.unsigned());
        image.write(folder.tampered());
        say(
                "made",
                "an image from scratch that holds attest itself (%d jars, %d MB): oci:%s@%s"
                        .formatted(jars.size(), image.size() >> 20, folder.image(), manifest.digest()));

        sign(folder);
        VerifyReport accepted = verify(folder, folder.image(), developer());
        save(folder, accepted.subject());
        boolean asExpected = expectAccepted(accepted);
        asExpected &= expectRefused("an unsigned image", verify(folder, folder.unsigned(), developer()), "signature");
        tamper(folder, accepted.subject());
        asExpected &= expectRefused("a tampered statement", verify(folder, folder.tampered(), developer()), "sbom");
        AcceptedIdentity somebody = new AcceptedIdentity.Exact(LocalSigstore.ISSUER, "somebody@local.attest.invalid");
        asExpected &= expectRefused("a wrong identity", verify(folder, folder.image(), somebody), "signature");
        return asExpected ? next(folder) : ExitCode.UNDECIDED;
    }

    private void sign(DemoFolder folder) throws Exception {
        Reference reference = layout(folder.image());
        try (Repository repository = wiring.open(reference, new ImageOptions());
                SigningDesk desk = SigningDesk.local(folder.sigstore(), DEVELOPER, RekorVersion.V1, wiring)) {
            var order = new SignOrder(
                    reference,
                    Set.of(),
                    new LocalBuild(Optional.empty(), BuildTimes.UNKNOWN).provenance(),
                    List.of(vex()),
                    List.of(),
                    wiring.sourceDateEpoch(),
                    VersionProvider.version());
            var report = new SignImage(
                            new ImageScanner(wiring.executor(), ScanLimits.DEFAULT),
                            desk.verifier(),
                            wiring.executor(),
                            step -> {})
                    .sign(Places.same(repository), order, desk.session());
            List<String> types = report.attached().stream()
                    .map(one -> one.type().shortName())
                    .toList();
            say("signed", "%d statements as %s: %s".formatted(types.size(), desk.who(), String.join(", ", types)));
        }
        folder.write("trusted_root.json", LocalSigstore.readTrustedRoot(folder.sigstore()));
    }

    private static VexDocument vex() throws Exception {
        try (InputStream in = Demo.class.getResourceAsStream("demo/jackson.openvex.json")) {
            if (in == null) {
                throw new IllegalStateException("the demo's VEX statement is missing from the build");
            }
            return OpenVex.parse(in.readAllBytes());
        }
    }

    private VerifyReport verify(DemoFolder folder, Path image, AcceptedIdentity who) throws Exception {
        Reference reference = layout(image);
        try (Repository repository = wiring.open(reference, new ImageOptions())) {
            var verifier = new BundleVerifier(dev.attest.signing.TrustedRoot.parse(
                    Files.readAllBytes(folder.root().resolve("trusted_root.json"))));
            return new VerifyImage(Optional.of(verifier), wiring.executor())
                    .verify(
                            Places.same(repository),
                            new VerifyQuestion(
                                    reference,
                                    Profile.PROD,
                                    Optional.of(Identities.of(List.of(who))),
                                    Optional.empty()));
        }
    }

    private boolean expectAccepted(VerifyReport report) {
        int checks = report.verdict().findings().size();
        if (report.verdict() instanceof Verdict.Refused refused) {
            say(
                    "FAILED",
                    "the signed image was refused: " + refused.reasons().get(0).message());
            return false;
        }
        say("accepted", "by the production policy: all " + checks + " checks hold");
        return true;
    }

    /** A refusal for another reason than the one that was set up proves nothing. */
    private boolean expectRefused(String what, VerifyReport report, String rule) {
        if (report.verdict() instanceof Verdict.Refused refused) {
            Optional<Finding> reason = refused.reasons().stream()
                    .filter(finding -> finding.rule().equals(rule))
                    .findFirst();
            if (reason.isPresent()) {
                String why = report.subject().evidence().stream()
                        .filter(Evidence.Rejected.class::isInstance)
                        .map(Evidence.Rejected.class::cast)
                        .findFirst()
                        .map(rejected -> " (" + rejected.detail() + ")")
                        .orElse("");
                say("refused", what + ": " + reason.get().message() + why);
                return true;
            }
        }
        say("FAILED", what + " was not refused as it must be");
        return false;
    }

    /** Writes what was verified where people and tools can look at it. */
    private static void save(DemoFolder folder, Case subject) throws IOException {
        for (Evidence.Accepted evidence : accepted(subject)) {
            Verified verified = evidence.verified();
            String type = type(evidence).shortName();
            folder.write("bundles/" + type + ".sigstore.json", verified.bundle().bytes());
            folder.write(
                    "documents/" + type + ".json",
                    StrictJson.writeIndented(verified.statement().predicate().node()));
        }
    }

    /** Puts all evidence beside the same image again, but with one word of the SBOM's statement changed. */
    private void tamper(DemoFolder folder, Case subject) throws Exception {
        Reference reference = layout(folder.tampered());
        try (Repository repository = wiring.open(reference, new ImageOptions())) {
            Descriptor root = repository.resolve(reference);
            var artifacts = new ArrayList<Artifact>();
            for (Evidence.Accepted evidence : accepted(subject)) {
                byte[] bundle = evidence.verified().bundle().bytes();
                if (type(evidence) == PredicateType.CYCLONEDX) {
                    bundle = withOtherPayload(bundle);
                    folder.write("tampered-bundle.json", bundle);
                }
                artifacts.add(new Artifact(
                        Bundle.MEDIA_TYPE, bundle, Map.of("dev.sigstore.bundle.content", "dsse-envelope")));
            }
            repository.attach(new Descriptor(root.mediaType(), root.digest(), root.size()), artifacts);
        }
    }

    private static byte[] withOtherPayload(byte[] bundle) throws MalformedJsonException {
        JsonObject json = StrictJson.parseObject(bundle, "bundle");
        ObjectNode copy = json.node().deepCopy();
        ObjectNode envelope = (ObjectNode) copy.get("dsseEnvelope");
        String payload = new String(json.object("dsseEnvelope").base64("payload"), StandardCharsets.UTF_8);
        String changed = payload.replace("jackson-databind", "jackson-datebind");
        if (changed.equals(payload)) {
            throw new IllegalStateException("the demo's SBOM does not list what the demo changes");
        }
        envelope.put("payload", Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8)));
        return StrictJson.write(copy);
    }

    private static List<Evidence.Accepted> accepted(Case subject) {
        return subject.evidence().stream()
                .filter(Evidence.Accepted.class::isInstance)
                .map(Evidence.Accepted.class::cast)
                .toList();
    }

    private static PredicateType type(Evidence.Accepted evidence) {
        return evidence.type().orElseThrow();
    }

    private ExitCode next(DemoFolder folder) {
        Path image = folder.image();
        String attest = quoted(wiring.environment().getOrDefault("ATTEST_COMMAND", "attest"));
        String layout = quoted("oci:" + image);
        String local = " --local --local-dir " + quoted(folder.sigstore().toString());
        console.result("");
        console.result(
                "Everything lies in " + folder.root() + ": image, bundles, documents, trusted_root.json. Try next:");
        console.result("  " + attest + " verify " + layout + local);
        console.result("  " + attest + " inspect " + layout + local);
        console.result("  " + attest + " get " + layout + " --type cyclonedx" + local);
        console.result("  " + attest + " sign oci:YOUR-LAYOUT --local");
        return ExitCode.DONE;
    }

    /** As a shell takes it for one word. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private void say(String what, String text) {
        console.result("%-9s %s".formatted(what, text));
    }

    private static AcceptedIdentity developer() {
        return new AcceptedIdentity.Exact(LocalSigstore.ISSUER, DEVELOPER + "@local.attest.invalid");
    }

    private static Reference layout(Path directory) {
        return new Reference.Layout(directory, Optional.of("latest"), Optional.empty());
    }
}
