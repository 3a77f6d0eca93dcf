package dev.attest.testvectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One input with its expected answer. A refused vector has exactly one defect, which its file name says; an accepted one
 * is the honest twin.
 *
 * @param path where the bytes lie
 * @param expected what a correct reader does with them
 * @param defect the single defect, or what makes an accepted one worth a test
 * @param source where it comes from
 * @param licence its SPDX licence identifier
 */
public record Vector(Path path, Expected expected, String defect, String source, String licence) {
    /** What a correct reader answers. */
    public enum Expected {
        ACCEPTED,
        REFUSED
    }

    /** The file's name, which is the vector's name. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** The input. */
    public byte[] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name() + " is " + expected.name().toLowerCase(Locale.ROOT) + ": " + defect;
    }
}
