package dev.attest.signing.mutants;

/** A document with one change. It is made when asked for, as there are many. */
public final class Mutant {
    private final Family family;
    private final String change;
    private final Maker maker;

    /** The level at which a change was made. */
    public enum Family {
        /** Members and elements of the JSON tree. */
        JSON,
        /** The JSON text. */
        TEXT,
        /** Bytes that a member holds as base64. */
        BYTES,
        /** DER elements of such bytes. */
        DER,
        /** The log entry's body or the checkpoint's text, whose signatures then fail. */
        LOGGED,
        /** A part changed before logs and authorities signed it, as anybody can have them do. */
        RESIGNED
    }

    /** Makes the document. */
    public interface Maker {
        byte[] make() throws Exception;
    }

    public Mutant(Family family, String change, Maker maker) {
        this.family = family;
        this.change = change;
        this.maker = maker;
    }

    public Family family() {
        return family;
    }

    /** Where and what, for people. */
    public String change() {
        return change;
    }

    public byte[] make() throws Exception {
        return maker.make();
    }

    @Override
    public String toString() {
        return family + " " + change;
    }
}
