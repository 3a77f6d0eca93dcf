package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.VerifyImage;
import dev.attest.pipeline.VerifyQuestion;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest inspect}: what an image is and what is attached to it. Judges nothing. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Shows an image, its platforms and everything attached to them.",
            "With a trusted root it also says who signed what, and when; whether that suffices only `verify` says."
        },
        footer = {
            "",
            "Examples:",
            "  attest inspect oci:build/image",
            "  attest inspect registry.example/app:1 --trusted-root trusted_root.json --format json"
        })
final class InspectCommand implements Callable<Integer> {
    private static final String SCHEMA = "https://attest.dev/schemas/inspect-v1.schema.json";

    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image to show.")
    private String image = "";

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ResultFormat format = ResultFormat.text;

    @Mixin
    private final ImageOptions imageOptions = new ImageOptions();

    @Mixin
    private final TrustOptions trust = new TrustOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    InspectCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** One digest of the image and what is attached to it. */
    private record Branch(Digest digest, String what, List<Descriptor> referrers) {}

    @Override
    public Integer call() throws Exception {
        Console console = wiring.console(common);
        Reference reference = wiring.reference(image, imageOptions);
        Optional<Trust> root = Trust.named(trust, wiring);
        try (Repository repository = wiring.open(reference, imageOptions)) {
            Image read = ImageReader.read(repository, repository.resolve(reference));
            var branches = new ArrayList<Branch>();
            if (read.isIndex()) {
                Digest digest = read.root().digest();
                branches.add(new Branch(digest, "index", repository.referrers(digest)));
            }
            for (PlatformImage one : read.platforms()) {
                Digest digest = one.manifest().digest();
                branches.add(new Branch(digest, one.platform().toString(), repository.referrers(digest)));
            }
            Map<Digest, Evidence> known = root.isPresent() ? evidence(repository, reference, root.get()) : Map.of();
            byte[] result =
                    format == ResultFormat.json ? json(reference, branches, known) : text(reference, branches, known);
            new Output(console, common.output()).write(result);
            return ExitCode.DONE.code();
        }
    }

    private Map<Digest, Evidence> evidence(Repository repository, Reference reference, Trust root) throws Exception {
        var gate = new VerifyImage(Optional.of(new BundleVerifier(root.root())), wiring.executor());
        // Listing is not accepting: nothing that is decided depends on what this shows.
        var question =
                new VerifyQuestion(reference, Profile.SIGNED, Optional.of(Identities.unsafeAny()), Optional.empty());
        Case found = gate.collect(repository, question);
        var known = new HashMap<Digest, Evidence>();
        found.evidence().forEach(one -> known.put(one.referrer(), one));
        return known;
    }

    private static byte[] text(Reference reference, List<Branch> branches, Map<Digest, Evidence> known) {
        var text = new StringBuilder(reference.toString()).append('\n');
        for (Branch branch : branches) {
            text.append("  ")
                    .append(branch.what())
                    .append("  ")
                    .append(branch.digest())
                    .append('\n');
            for (Descriptor referrer : branch.referrers()) {
                text.append("    ")
                        .append(referrer.digest())
                        .append("  ")
                        .append(line(referrer, known))
                        .append('\n');
            }
            if (branch.referrers().isEmpty()) {
                text.append("    nothing attached\n");
            }
        }
        return Console.printable(text.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static String line(Descriptor referrer, Map<Digest, Evidence> known) {
        Evidence evidence = known.get(referrer.digest());
        if (evidence instanceof Evidence.Accepted yes) {
            return yes.predicateType() + "\n      signed by "
                    + yes.verified().signer().subject() + " ("
                    + yes.verified().signer().issuer() + ") at "
                    + yes.verified().verifiedTime();
        }
        if (evidence instanceof Evidence.Rejected no) {
            return claimed(referrer) + "\n      does not verify: " + no.reason() + ", " + no.detail();
        }
        return claimed(referrer);
    }

    private static String claimed(Descriptor referrer) {
        String type = referrer.annotations().get("dev.sigstore.bundle.predicateType");
        return type != null ? type + " (as it claims)" : referrer.artifactType().orElse(referrer.mediaType());
    }

    private static byte[] json(Reference reference, List<Branch> branches, Map<Digest, Evidence> known) {
        ObjectNode json = StrictJson.object();
        json.put("schema", SCHEMA);
        json.put("image", reference.toString());
        ArrayNode list = json.putArray("manifests");
        for (Branch branch : branches) {
            ObjectNode node = list.addObject();
            node.put("digest", branch.digest().toString()).put("what", branch.what());
            ArrayNode referrers = node.putArray("referrers");
            for (Descriptor referrer : branch.referrers()) {
                ObjectNode entry = referrers.addObject();
                entry.put("digest", referrer.digest().toString());
                entry.put("artifactType", referrer.artifactType().orElse(referrer.mediaType()));
                Optional.ofNullable(known.get(referrer.digest()))
                        .ifPresent(evidence -> entry.set("evidence", VerifyRendering.json(evidence)));
            }
        }
        return StrictJson.writeIndented(json);
    }
}
