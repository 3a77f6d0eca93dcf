package dev.attest.signing.log;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A transparency log entry as a bundle carries it (protobuf-specs sigstore_rekor.proto, TransparencyLogEntry). */
public final class LogEntry {
    private final long logIndex;
    private final byte[] logId;
    private final String kind;
    private final String version;
    private final long integratedTime;
    private final byte[] body;
    private final Optional<byte[]> promise;
    private final Optional<InclusionProof> proof;

    private LogEntry(JsonObject json) throws MalformedJsonException {
        logIndex = Members.natural(json, "logIndex");
        logId = json.object("logId").base64("keyId");
        kind = json.object("kindVersion").text("kind");
        version = json.object("kindVersion").text("version");
        integratedTime = json.has("integratedTime") ? Members.natural(json, "integratedTime") : 0;
        body = json.base64("canonicalizedBody");
        Optional<JsonObject> promised = json.optionalObject("inclusionPromise");
        promise = promised.isPresent() ? Optional.of(promised.get().base64("signedEntryTimestamp")) : Optional.empty();
        Optional<JsonObject> proven = json.optionalObject("inclusionProof");
        proof = proven.isPresent() ? Optional.of(InclusionProof.read(proven.get())) : Optional.empty();
    }

    /** Reads an entry; members that the format does not know are refused. */
    public static LogEntry read(JsonObject json) throws MalformedJsonException {
        Members.onlyKnown(
                json,
                "logIndex",
                "logId",
                "kindVersion",
                "integratedTime",
                "inclusionPromise",
                "inclusionProof",
                "canonicalizedBody");
        Members.onlyKnown(json.object("logId"), "keyId");
        Members.onlyKnown(json.object("kindVersion"), "kind", "version");
        if (json.has("inclusionPromise")) {
            Members.onlyKnown(json.object("inclusionPromise"), "signedEntryTimestamp");
        }
        return new LogEntry(json);
    }

    /** The index within the whole log, which for Rekor v1 may consist of several trees. */
    public long logIndex() {
        return logIndex;
    }

    /** The id of the log's key. */
    public byte[] logId() {
        return logId.clone();
    }

    /** Log and index: what makes it one entry and not another. */
    public String identity() {
        return HexFormat.of().formatHex(logId) + " " + logIndex;
    }

    /**
     * Whether evidence that holds vouches for {@link #logIndex()}: a promise, or in Rekor v2 the proof. The proofs of
     * Rekor v1 are about the index in one tree of several.
     */
    public boolean hasSignedIndex() {
        return hasPromise() || LogVerifier.TILED.contains(type());
    }

    /** As {@link #identity}, with {@code *} for an index that nothing vouches for: the entry may be any of its log. */
    public String provenIdentity() {
        return hasSignedIndex() ? identity() : HexFormat.of().formatHex(logId) + " *";
    }

    public boolean hasPromise() {
        return promise.isPresent();
    }

    /** Whether there is an inclusion proof with a checkpoint that can vouch for it. */
    public boolean hasProof() {
        return proof.flatMap(InclusionProof::checkpoint).isPresent();
    }

    /** The entry's type, such as {@code dsse 0.0.1}. */
    String type() {
        return kind + " " + version;
    }

    String kind() {
        return kind;
    }

    String version() {
        return version;
    }

    /** Seconds since 1970; worth nothing without a promise. */
    long integratedTime() {
        return integratedTime;
    }

    byte[] body() {
        return body.clone();
    }

    Optional<byte[]> promise() {
        return promise.map(bytes -> Arrays.copyOf(bytes, bytes.length));
    }

    Optional<InclusionProof> proof() {
        return proof;
    }
}
