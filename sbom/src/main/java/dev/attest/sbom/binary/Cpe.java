package dev.attest.sbom.binary;

/** CPE 2.3 names in their formatted form (NISTIR 7695, 6.2). */
public final class Cpe {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    private Cpe() {}

    /** The name of an application; {@code product} is {@code vendor:product} in the dictionary's own spelling. */
    public static String application(String product, String version) {
        var escaped = new StringBuilder();
        for (int i = 0; i < version.length(); i++) {
            char c = version.charAt(i);
            boolean plain = PLAIN.indexOf(c) >= 0;
            escaped.append(plain ? "" : "\\").append(c);
        }
        return "cpe:2.3:a:" + product + ":" + escaped + ":*:*:*:*:*:*:*";
    }
}
