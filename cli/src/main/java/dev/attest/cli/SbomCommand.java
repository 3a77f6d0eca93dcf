package dev.attest.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest sbom}: what is in an image, from its layers. {@link SbomRun} does the work. */
@Command(
        name = "sbom",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {"Lists what is in an image, read from its layers; nothing is signed or attached."},
        footer = {
            "",
            "Examples:",
            "  attest sbom oci:build/image --format table",
            "  attest sbom registry.example/app:1 --platform linux/amd64 -o sbom.cdx.json",
            "  attest sbom oci:build/image --format cyclonedx-xml=sbom.cdx.xml \\",
            "      --format spdx-json=sbom.spdx.json --format spdx3-json=sbom.spdx3.json",
            "  attest sbom oci:build/image --supplier 'Example GmbH <https://example.org>' \\",
            "      --author 'Release team <release@example.org>'",
            "  attest sbom oci:build/image --format facts-table --base registry.example/base:12",
            "",
            "The same image gives the same bytes, whenever and wherever: documents carry",
            "SOURCE_DATE_EPOCH, else the time at which the image says it was created.",
            "docs/documents.md tells where every field comes from."
        })
final class SbomCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image to read.")
    String reference = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT[=FILE]",
            description = {
                "cyclonedx-json (1.6, the default), cyclonedx-xml, spdx-json (2.3), spdx-tag,",
                "spdx3-json (3.0.1) or table; the image's facts, such as shells, users and secrets, as",
                "facts-json (SCAI) or facts-table. With =FILE the document goes there, and there can be several."
            })
    List<String> formats = List.of();

    @Option(
            names = "--supplier",
            paramLabel = "NAME<ADDRESS>",
            description = "Who supplies the image: a name and a mail or web address."
                    + " Without it, what the image's labels say.")
    @Nullable
    String supplier;

    @Option(
            names = "--author",
            paramLabel = "NAME<ADDRESS>",
            description = "Who makes this document. Without it, attest names itself.")
    @Nullable
    String author;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    ImageOptions image = new ImageOptions();

    @ArgGroup(validate = false, heading = "%nReading layers:%n")
    CacheOptions cache = new CacheOptions();

    @ArgGroup(validate = false, heading = "%nOther images:%n")
    RelatedOptions related = new RelatedOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    SbomCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new SbomRun(wiring, this).run().code();
    }
}
