package dev.attest.vex.image;

import dev.attest.vex.VexDocument;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of the templates.
 *
 * @param document the statements about the image; empty when there is none, because OpenVEX has no empty document
 * @param unmatched statements that say nothing about this image, or that could be said of it only by saying more
 * @param superseded statements that a later one about the same takes the place of
 */
public record Specialised(Optional<VexDocument> document, List<Unused> unmatched, List<Unused> superseded) {
    public Specialised {
        unmatched = sorted(unmatched);
        superseded = sorted(superseded);
    }

    private static List<Unused> sorted(List<Unused> unused) {
        return unused.stream().sorted(Comparator.comparing(Unused::line)).toList();
    }

    /** A statement, or a part of one, that is not in the document. */
    public record Unused(String vulnerability, String product, String reason) {
        /** One line for people. */
        public String line() {
            return (vulnerability + " in " + product + ": " + reason).replaceAll("[^ -~]", "?");
        }
    }
}
