package dev.attest.sbom.catalog;

import java.util.regex.Pattern;

/** What package metadata may call a homepage: an http or https address that documents can take as it is. */
public final class WebAddress {
    private static final int MAX_LENGTH = 500;
    private static final Pattern ADDRESS = Pattern.compile(
            "https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#](?:[A-Za-z0-9._~/?&=+,:@!;*()-]|%[0-9A-Fa-f]{2})*)?(?:#[A-Za-z0-9._~/-]*)?");

    private WebAddress() {}

    public static boolean isOne(String text) {
        return text.length() <= MAX_LENGTH && ADDRESS.matcher(text).matches();
    }
}
