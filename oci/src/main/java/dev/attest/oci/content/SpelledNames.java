package dev.attest.oci.content;

import dev.attest.json.JsonObject;
import dev.attest.oci.MalformedImageException;

/**
 * Go's JSON reader, which every container runtime uses, takes {@code USER} for {@code User}. A document that holds such
 * a name would be one image here and another one there, so it is refused.
 */
public final class SpelledNames {
    private SpelledNames() {}

    /** Refuses members that differ from a known name only by case. */
    public static void check(JsonObject object, String... known) throws MalformedImageException {
        for (String name : object.names()) {
            for (String expected : known) {
                if (name.equalsIgnoreCase(expected) && !name.equals(expected)) {
                    throw new MalformedImageException(object.place() + "." + expected
                            + ": spelled with other capitals, which readers take differently");
                }
            }
        }
    }
}
