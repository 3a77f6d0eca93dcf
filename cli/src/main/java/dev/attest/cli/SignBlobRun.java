package dev.attest.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.SigningSession;
import dev.attest.signing.Verified;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Signs one file and delivers the bundle. */
final class SignBlobRun {
    private static final int MAX_PREDICATE_BYTES = 128 << 20;

    private final Wiring wiring;
    private final SignBlobCommand asked;
    private final Console console;

    SignBlobRun(Wiring wiring, SignBlobCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, SigningException {
        Output output = Output.to(console, asked.bundle());
        requireApart(asked.file);
        if (asked.predicate().isPresent()) {
            requireApart(asked.predicate().get());
        }
        BlobFile blob = BlobFile.read(asked.file);
        // Before the token is spent: what is wrong with the input should cost no certificate.
        Optional<byte[]> statement = statement(blob);
        try (SigningDesk desk = SigningDesk.open(asked.trust, asked.signer, wiring)) {
            SigningSession session = desk.session();
            Verified signed = statement.isPresent()
                    ? session.sign(List.of(statement.get())).get(0)
                    : session.signArtifact(blob.message());
            output.write(signed.bundle().bytes());
            console.message("  signed " + asked.file + " as " + session.who());
        }
        return ExitCode.DONE;
    }

    /** The bundle must not take the place of what it is about. */
    private void requireApart(Path input) throws IOException {
        Optional<Path> bundle = asked.bundle();
        if (bundle.isPresent() && Files.isRegularFile(bundle.get()) && Files.isSameFile(bundle.get(), input)) {
            throw new UsageException("the bundle would overwrite " + input + "; give it another name");
        }
    }

    private Optional<byte[]> statement(BlobFile blob) throws IOException {
        if (asked.predicate().isPresent() != asked.type().isPresent()) {
            throw new UsageException("--predicate and --type go together");
        }
        if (asked.predicate().isEmpty()) {
            return Optional.empty();
        }
        var subject = ResourceDescriptor.sha256(blob.name(), blob.sha256());
        Statement statement = Statement.of(
                List.of(subject),
                type(asked.type().orElseThrow()),
                predicate(asked.predicate().get()));
        return Optional.of(statement.write());
    }

    private static ObjectNode predicate(Path file) throws IOException {
        byte[] json = NamedFile.read(file, MAX_PREDICATE_BYTES, "a predicate");
        try {
            return (ObjectNode) StrictJson.parseObject(json, "predicate", MAX_PREDICATE_BYTES)
                    .node();
        } catch (MalformedJsonException e) {
            throw new UsageException(file + ": " + e.getMessage());
        }
    }

    /** A predicate type by its short name, or as the URI that it is. */
    static String type(String text) {
        Optional<PredicateType> named = PredicateType.named(text);
        if (named.isEmpty() && !text.matches("[a-z][a-z0-9+.-]*:\\S+")) {
            throw new UsageException("--type: " + text + " is neither a known short name nor a URI");
        }
        return named.map(PredicateType::uri).orElse(text);
    }
}
