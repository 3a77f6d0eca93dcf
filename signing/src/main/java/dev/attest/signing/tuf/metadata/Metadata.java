package dev.attest.signing.tuf.metadata;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all metadata files have in common (§4.2, §4.3): signatures, and a signed part with type, version and expiry. What
 * is read from the signed part is what the signatures cover: its canonical form, unknown members included.
 */
public final class Metadata {
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_SIGNATURES = 256;

    private final String name;
    private final byte[] file;
    private final JsonObject signed;
    private final byte[] payload;
    private final Map<String, byte[]> signatures;
    private final long version;
    private final Instant expires;

    private Metadata(String name, byte[] file, JsonObject envelope) throws MalformedJsonException {
        this.name = name;
        this.file = file.clone();
        this.signed = envelope.object("signed");
        this.payload = CanonicalJson.of(signed.node());
        this.signatures = signatures(envelope);
        this.version = version(signed, "version");
        this.expires = expires(signed);
    }

    /** Reads a file; {@code name} is how messages call it, such as {@code timestamp.json}. Nothing is verified. */
    static Metadata parse(byte[] file, String type, String name) throws TufException {
        try {
            JsonObject envelope = StrictJson.parseObject(file, name, MAX_BYTES);
            JsonObject signed = envelope.object("signed");
            if (!signed.text("_type").equals(type)) {
                throw new TufException(Check.TYPE, name + ": signed as metadata of another type than " + type);
            }
            if (!signed.text("spec_version").matches("1(\\.[0-9]{1,6}){1,2}")) {
                throw signed.malformed("spec_version", "version 1 of the TUF specification");
            }
            return new Metadata(name, file, envelope);
        } catch (MalformedJsonException e) {
            throw TufException.malformed(e);
        }
    }

    /** How messages call the file. */
    public String name() {
        return name;
    }

    /** The file as received. */
    public byte[] file() {
        return file.clone();
    }

    public long version() {
        return version;
    }

    public Instant expires() {
        return expires;
    }

    /** Requires that the file had not expired at {@code start}, when the update began (§5.1). */
    public void requireCurrent(Instant start) throws TufException {
        if (!expires.isAfter(start)) {
            throw new TufException(Check.EXPIRED, name + ": version " + version + " expired at " + expires);
        }
    }

    JsonObject signed() {
        return signed;
    }

    byte[] payload() {
        return payload;
    }

    Optional<byte[]> signature(String keyid) {
        return Optional.ofNullable(signatures.get(keyid));
    }

    static long version(JsonObject json, String member) throws MalformedJsonException {
        long version = json.integer(member);
        if (version < 1 || version > Integer.MAX_VALUE) {
            throw json.malformed(member, "a version of 1 or more");
        }
        return version;
    }

    private static Map<String, byte[]> signatures(JsonObject envelope) throws MalformedJsonException {
        List<JsonObject> list = envelope.objects("signatures");
        if (list.size() > MAX_SIGNATURES) {
            throw envelope.malformed("signatures", "at most " + MAX_SIGNATURES);
        }
        var signatures = new HashMap<String, byte[]>();
        for (JsonObject signature : list) {
            // §4.2: the keyid must be unique among the signatures.
            if (signatures.put(signature.text("keyid"), hex(signature.text("sig"))) != null) {
                throw signature.malformed("keyid", "each id once");
            }
        }
        return signatures;
    }

    /** Repositories leave the signature of a signer who is yet to come empty: what is no signature is of nobody. */
    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Instant expires(JsonObject signed) throws MalformedJsonException {
        String text = signed.text("expires");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw signed.malformed("expires", "a time such as 2030-01-31T00:00:00Z");
        }
    }
}
