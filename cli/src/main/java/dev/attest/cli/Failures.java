package dev.attest.cli;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.sbom.MalformedContentException;
import dev.attest.signing.service.SigningException;
import dev.attest.vex.MalformedVexException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Turns what went wrong into one clear line and an exit code; no class name or stack without {@code --debug}. */
final class Failures {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    int exitCode(Exception problem) {
        console.error(message(problem), problem);
        return code(problem).code();
    }

    static ExitCode code(Exception problem) {
        if (problem instanceof UsageException || problem instanceof MalformedVexException) {
            return ExitCode.USAGE;
        }
        if (problem instanceof MalformedImageException
                || problem instanceof MismatchException
                || problem instanceof MalformedContentException) {
            return ExitCode.REFUSED;
        }
        if (problem instanceof SigningException signing) {
            return switch (signing.kind()) {
                case REFUSED -> ExitCode.REFUSED;
                case USAGE -> ExitCode.USAGE;
                case WORLD -> ExitCode.UNDECIDED;
            };
        }
        return ExitCode.UNDECIDED;
    }

    static String message(Exception problem) {
        if (problem instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        if (problem instanceof AccessDeniedException denied) {
            return "access denied: " + denied.getFile();
        }
        if (problem instanceof FileAlreadyExistsException there) {
            return "already there: " + there.getFile();
        }
        boolean ours = problem instanceof UsageException
                || problem instanceof IOException
                || problem instanceof MalformedImageException
                || problem instanceof MalformedContentException
                || problem instanceof SigningException
                || problem instanceof MalformedVexException;
        String text = problem.getMessage();
        if (ours && text != null && !text.isBlank()) {
            return text;
        }
        return "a fault of attest itself, nothing was decided; --debug shows where";
    }
}
