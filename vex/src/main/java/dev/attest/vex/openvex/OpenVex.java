package dev.attest.vex.openvex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.VexDocument;

/**
 * OpenVEX documents. Reading accepts what other tools write: version 0.0.1 with texts for objects, no {@code @id} or
 * time, {@code affected} without action, unknown fields. Writing gives version 0.2.0 that the schema accepts, the same
 * bytes for the same document.
 */
public final class OpenVex {
    /** The context of what is written; the prefix up to the version is in every OpenVEX document. */
    public static final String CONTEXT = "https://openvex.dev/ns/v0.2.0";

    /** The largest document that is read. */
    public static final int MAX_BYTES = 32 << 20;

    private OpenVex() {}

    /** Parses a document of at most {@link #MAX_BYTES}. */
    public static VexDocument parse(byte[] text) throws MalformedVexException {
        try {
            return read(StrictJson.parseObject(text, "openvex", MAX_BYTES));
        } catch (MalformedJsonException e) {
            throw new MalformedVexException(String.valueOf(e.getMessage()));
        }
    }

    /** Reads a document that is the predicate of a Statement. */
    public static VexDocument read(JsonObject json) throws MalformedVexException {
        try {
            return OpenVexReader.document(json);
        } catch (MalformedJsonException e) {
            throw new MalformedVexException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The document as JSON. One without {@code @id} gets go-vex's canonical one. Refused when it says too little: no
     * statement, no time, a statement that {@link dev.attest.vex.Assessment#problems} finds fault with.
     */
    public static ObjectNode json(VexDocument document) throws MalformedVexException {
        return OpenVexWriter.document(document);
    }

    /** As {@link #json}, as indented bytes. */
    public static byte[] write(VexDocument document) throws MalformedVexException {
        return StrictJson.writeIndented(json(document));
    }

    /** The identifier that go-vex gives a document with these statements. */
    public static String canonicalId(VexDocument document) throws MalformedVexException {
        return "https://openvex.dev/docs/public/vex-" + canonicalHash(document);
    }

    /** go-vex's CanonicalHash, 64 hex digits; with two or more hashes or identifiers go-vex's own is random. */
    public static String canonicalHash(VexDocument document) throws MalformedVexException {
        return CanonicalHash.of(document);
    }
}
