package dev.attest.cli;

import dev.attest.oci.Reference;
import dev.attest.pipeline.VerifyReport;
import dev.attest.policy.Verdict;
import java.util.List;

/** What became of one image that was to be judged. */
sealed interface VerifyAnswer {
    /** {@code verified}, {@code refused} or {@code undecided}. */
    String word();

    ExitCode exit();

    /** The policy has spoken. */
    record Judged(VerifyReport report) implements VerifyAnswer {
        @Override
        public String word() {
            return report.verdict() instanceof Verdict.Accepted ? "verified" : "refused";
        }

        @Override
        public ExitCode exit() {
            return report.verdict() instanceof Verdict.Accepted ? ExitCode.DONE : ExitCode.REFUSED;
        }
    }

    /** It did not come to a judgement: the image is malformed (refused), or it could not be asked for. */
    record Failed(Reference image, ExitCode exit, String message) implements VerifyAnswer {
        public Failed {
            if (exit == ExitCode.DONE) {
                throw new IllegalArgumentException("a failure is never a pass");
            }
        }

        @Override
        public String word() {
            return exit == ExitCode.REFUSED ? "refused" : "undecided";
        }
    }

    /** Of several answers a refusal weighs most, then what could not be decided. */
    static ExitCode exitCode(List<VerifyAnswer> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("no image was judged");
        }
        for (ExitCode worst : List.of(ExitCode.REFUSED, ExitCode.UNDECIDED, ExitCode.USAGE)) {
            if (answers.stream().anyMatch(answer -> answer.exit() == worst)) {
                return worst;
            }
        }
        return ExitCode.DONE;
    }

    /** The word for all of them together. */
    static String word(List<VerifyAnswer> answers) {
        return switch (exitCode(answers)) {
            case DONE -> "verified";
            case REFUSED -> "refused";
            case USAGE, UNDECIDED -> "undecided";
        };
    }
}
