package dev.attest.cli;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.sbom.MalformedContentException;
import dev.attest.signing.service.SigningException;
import dev.attest.vex.MalformedVexException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Turns what went wrong into one clear line and an exit code; no class name or stack without {@code --debug}. */
final class Failures {
    static final String FAULT = "a fault of attest itself, nothing was decided; --debug shows where";

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
        if (problem instanceof FileSystemException file) {
            return message(file);
        }
        boolean wrapped =
                problem.getCause() != null && String.valueOf(problem.getCause()).equals(problem.getMessage());
        if (problem instanceof UncheckedIOException || (problem instanceof IOException && wrapped)) {
            return problem.getCause() instanceof Exception cause ? message(cause) : FAULT;
        }
        boolean ours = problem instanceof UsageException
                || problem instanceof IOException
                || problem instanceof MalformedImageException
                || problem instanceof MalformedContentException
                || problem instanceof SigningException
                || problem instanceof MalformedVexException;
        String text = problem.getMessage();
        return ours && text != null && !text.isBlank() ? text : FAULT;
    }

    // These name the file and leave out, or say in the platform's words, what is wrong with it.
    private static String message(FileSystemException problem) {
        if (problem instanceof NoSuchFileException) {
            return "no such file or folder: " + problem.getFile();
        }
        if (problem instanceof AccessDeniedException) {
            return "access denied: " + problem.getFile();
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "already there: " + problem.getFile();
        }
        String reason = problem.getReason();
        return "cannot use " + problem.getFile() + (reason == null ? "" : ": " + reason);
    }
}
