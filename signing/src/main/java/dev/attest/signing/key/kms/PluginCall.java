package dev.attest.signing.key.kms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.process.BoundedProcess;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a plugin: version and request as arguments, data on its standard input, the answer on its standard output. As
 * the protocol wants it, the exit status decides nothing where there is an answer; it is told where there is none.
 */
final class PluginCall {
    static final String VERSION = "v1";

    private static final int MAX_ANSWER = 1 << 20;

    private final Path program;
    private final Map<String, String> environment;
    private final Duration patience;

    PluginCall(Path program, Map<String, String> environment, Duration patience) {
        this.program = program;
        this.environment = environment;
        this.patience = patience;
    }

    JsonObject call(ObjectNode request, byte[] data) throws SigningException {
        String argument = new String(StrictJson.write(request), StandardCharsets.UTF_8).strip();
        BoundedProcess.Outcome outcome = run(List.of(program.toString(), VERSION, argument), data);
        try {
            JsonObject answer = StrictJson.parseObject(outcome.output(), "answer", MAX_ANSWER);
            Optional<String> error = answer.optionalText("errorMessage").filter(text -> !text.isEmpty());
            if (error.isPresent()) {
                throw failed("it says: " + BoundedProcess.line(error.get()));
            }
            return answer;
        } catch (MalformedJsonException e) {
            throw failed("it ended with " + outcome.exit() + " and an answer that is not JSON of the protocol "
                    + VERSION + outcome.complaint());
        }
    }

    /** What went wrong, with the plugin's name. */
    SigningException failed(String why) {
        return SigningException.world("the plugin " + program.getFileName() + " failed: " + why);
    }

    private BoundedProcess.Outcome run(List<String> command, byte[] data) throws SigningException {
        try {
            return new BoundedProcess(environment, patience, MAX_ANSWER).run(command, data);
        } catch (IOException e) {
            throw failed(BoundedProcess.line(String.valueOf(e.getMessage())));
        }
    }
}
