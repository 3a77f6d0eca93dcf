package dev.attest.localsigstore;

import com.fasterxml.jackson.databind.JsonNode;

/** Turns what a client proposes into the canonical bytes that Rekor v1 logs, after it has verified every signature in it. */
final class ProposedEntry {

    private static final String VERSION = "0.0.1";

    private ProposedEntry() {}

    static byte[] canonicalize(byte[] proposed) throws MalformedInputException {
        JsonNode entry = Json.object(proposed);
        String kind = Json.text(entry, "kind");
        String version = Json.text(entry, "apiVersion");
        if (version.equals(VERSION) && kind.equals(DsseEntry.KIND)) {
            return DsseEntry.canonicalize(entry.path("spec"));
        }
        if (version.equals(VERSION) && kind.equals(HashedRekordEntry.KIND)) {
            return HashedRekordEntry.canonicalize(entry.path("spec"));
        }
        throw new MalformedInputException("entries of kind " + kind + " " + version
                + " are not taken here: dsse 0.0.1 and hashedrekord 0.0.1 are");
    }

    static String version() {
        return VERSION;
    }
}
