package dev.attest.signing.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.service.ServiceUrl;
import java.net.URI;

/** Where a folder's trust comes from: the mirror, and the root that its owner began with, in hex. */
public record TufOrigin(URI mirror, String initialRootSha256) {
    static final int MAX_BYTES = 16 << 10;

    static TufOrigin parse(byte[] text) throws MalformedJsonException {
        JsonObject json = StrictJson.parseObject(text, "origin.json", MAX_BYTES);
        URI mirror = ServiceUrl.parse(json.text("mirror")).orElseThrow(() -> json.malformed("mirror", "an address"));
        return new TufOrigin(mirror, json.text("initialRootSha256"));
    }

    byte[] encoded() {
        ObjectNode json = StrictJson.object();
        json.put("mirror", mirror.toString());
        json.put("initialRootSha256", initialRootSha256);
        return StrictJson.writeIndented(json);
    }
}
