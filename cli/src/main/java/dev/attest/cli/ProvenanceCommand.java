package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest provenance}: how an image was built, as far as this environment knows. {@link ProvenanceRun} does it. */
@Command(
        name = "provenance",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = "Writes the SLSA provenance that `attest sign` would sign; nothing is signed or attached. Without"
                + " a token that a certificate authority has checked, its facts are the environment's word, and it says"
                + " so. What is attached already is shown by `attest get --type provenance`.",
        footer = {
            "",
            "Examples:",
            "  attest provenance oci:build/image",
            "  attest provenance registry.example/app@sha256:… --statement -o provenance.json",
            "  attest provenance oci:build/image --source ../app | jq .buildDefinition"
        })
final class ProvenanceCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image that was built.")
    String reference = "";

    @Option(
            names = "--statement",
            description = "The whole in-toto Statement, with the image as its subject, not only its predicate.")
    boolean statement;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    ImageOptions image = new ImageOptions();

    @ArgGroup(validate = false, heading = "%nThe build:%n")
    ProvenanceOptions build = new ProvenanceOptions();

    @ArgGroup(validate = false, heading = "%nOther images:%n")
    RelatedOptions related = new RelatedOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    ProvenanceCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new ProvenanceRun(wiring, this).run().code();
    }
}
