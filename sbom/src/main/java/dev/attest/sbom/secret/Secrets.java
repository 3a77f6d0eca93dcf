package dev.attest.sbom.secret;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Looks for secrets in one text. */
public final class Secrets {
    private Secrets() {}

    /** Which kinds there are in it. */
    public static Set<SecretKind> in(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var found = new FoundSecrets();
        new SecretSearch(new Stretch(bytes, 0, bytes.length), 0, bytes.length, found).run();
        return new TreeSet<>(found.counts().keySet());
    }
}
