package dev.attest.cli;

import dev.attest.signing.SigningSession;
import dev.attest.signing.Verified;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Signs one file or Statement with the token and the services that were given. */
final class SignBundleRun {
    private static final int MAX_STATEMENT_BYTES = 128 << 20;

    private final Wiring wiring;
    private final SignBundleCommand asked;

    SignBundleRun(Wiring wiring, SignBundleCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
    }

    ExitCode run() throws IOException, SigningException {
        if (asked.staging || asked.trustedRoot == null || asked.signingConfig == null) {
            throw new UsageException("name the instance to sign with: --trusted-root FILE and --signing-config FILE");
        }
        Output output = Output.to(wiring.console(new CommonOptions()), Optional.of(asked.bundle));
        try (SigningDesk desk = SigningDesk.given(asked.token, asked.trustedRoot, asked.signingConfig, wiring)) {
            output.write(signed(desk.session()).bundle().bytes());
        }
        return ExitCode.DONE;
    }

    private Verified signed(SigningSession session) throws IOException, SigningException {
        if (asked.statement) {
            byte[] bytes = NamedFile.read(asked.file, MAX_STATEMENT_BYTES, "a statement");
            return session.sign(List.of(bytes)).get(0);
        }
        return session.signArtifact(BlobFile.read(asked.file).message());
    }
}
