package dev.attest.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Other images, whose layers are held against those of the image. */
final class RelatedOptions {
    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            description = "Say whether this image is the base: all of its layers are the lowest ones. Repeatable.")
    private List<String> bases = List.of();

    @Option(
            names = "--compare-layers",
            paramLabel = "IMAGE",
            description = "Say which layers this image has as well. Repeatable.")
    private List<String> others = List.of();

    List<String> bases() {
        return bases;
    }

    List<String> others() {
        return others;
    }
}
