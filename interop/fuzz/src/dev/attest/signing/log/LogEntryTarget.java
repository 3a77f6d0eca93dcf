package dev.attest.signing.log;

import dev.attest.intoto.Envelope;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.EphemeralKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.refusal.RefusedException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Log entries as a bundle holds them, and their bodies, held against a signature. */
public final class LogEntryTarget {
    private static final byte[] SOME = {1, 2, 3};
    private static final Signed.Signer SIGNER =
            Signed.Signer.of(EphemeralKey.generate(new SecureRandom()).publicKey());

    private LogEntryTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            LogEntry entry = LogEntry.read(StrictJson.parseObject(input, "entry"));
            if (entry.proof().isPresent()) {
                entry.proof().get().verify(entry.body());
            }
            var envelope = new Envelope("type", SOME, SOME, "");
            for (Optional<Envelope> one : List.of(Optional.of(envelope), Optional.<Envelope>empty())) {
                var signed = new Signed(Message.of(SOME), SOME, SIGNER, one);
                new LogVerifier(List.of()).verify(entry, signed, List.of(Instant.EPOCH));
            }
        } catch (MalformedJsonException | RefusedException e) {
            // What malformed input has to end in.
        }
    }
}
