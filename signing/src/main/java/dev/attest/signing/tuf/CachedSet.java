package dev.attest.signing.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The files of one update that went through to its end, in one file: whoever reads it sees a consistent state, whatever
 * other processes are doing to the single files meanwhile.
 */
final class CachedSet {
    static final int MAX_BYTES = 2 * (Limits.TIMESTAMP + Limits.SNAPSHOT + Limits.TARGETS);

    private final Instant checked;
    private final byte[] timestamp;
    private final byte[] snapshot;
    private final byte[] targets;

    CachedSet(Instant checked, byte[] timestamp, byte[] snapshot, byte[] targets) {
        this.checked = checked;
        this.timestamp = timestamp;
        this.snapshot = snapshot;
        this.targets = targets;
    }

    static CachedSet parse(byte[] text) throws MalformedJsonException {
        JsonObject json = StrictJson.parseObject(text, "cache", MAX_BYTES);
        try {
            return new CachedSet(
                    Instant.parse(json.text("checked")),
                    json.base64("timestamp"),
                    json.base64("snapshot"),
                    json.base64("targets"));
        } catch (DateTimeException e) {
            throw json.malformed("checked", "a time");
        }
    }

    byte[] encoded() {
        ObjectNode json = StrictJson.object();
        json.put("checked", checked.toString());
        json.put("timestamp", timestamp);
        json.put("snapshot", snapshot);
        json.put("targets", targets);
        return StrictJson.write(json);
    }

    Instant checked() {
        return checked;
    }

    byte[] timestamp() {
        return timestamp;
    }

    byte[] snapshot() {
        return snapshot;
    }

    byte[] targets() {
        return targets;
    }
}
