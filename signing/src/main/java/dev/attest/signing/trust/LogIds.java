package dev.attest.signing.trust;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.Optional;

/** The names a trusted root gives a log. */
final class LogIds {
    private final String baseUrl;
    private final byte[] id;
    private final byte[] checkpointKeyId;

    private LogIds(String baseUrl, byte[] id, byte[] checkpointKeyId) {
        this.baseUrl = baseUrl;
        this.id = id;
        this.checkpointKeyId = checkpointKeyId;
    }

    static LogIds read(JsonObject log) throws MalformedJsonException {
        byte[] id = log.object("logId").base64("keyId");
        Optional<JsonObject> checkpoint = log.optionalObject("checkpointKeyId");
        byte[] hint = checkpoint.isPresent() ? checkpoint.get().base64("keyId") : id;
        if (id.length < 4 || hint.length < 4) {
            throw log.malformed("logId", "an id of four bytes or more");
        }
        return new LogIds(log.optionalText("baseUrl").orElse(""), id, hint);
    }

    String baseUrl() {
        return baseUrl;
    }

    byte[] id() {
        return id;
    }

    byte[] checkpointKeyId() {
        return checkpointKeyId;
    }
}
