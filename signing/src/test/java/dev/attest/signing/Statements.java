package dev.attest.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.util.List;

/** Statements for tests. */
public final class Statements {
    private Statements() {}

    /** A small statement that says {@code what}. */
    public static byte[] saying(String what) {
        return Statement.of(
                        List.of(ResourceDescriptor.sha256("app", "ab".repeat(32))),
                        "https://example.com/predicate/v1",
                        StrictJson.object().put("says", what))
                .write();
    }

    public static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
