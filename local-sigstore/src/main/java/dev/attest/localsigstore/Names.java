package dev.attest.localsigstore;

import java.util.regex.Pattern;

/** The fixed names of a local Sigstore; {@code .invalid} (RFC 6761 §6.4) can be nobody's real name. */
final class Names {

    static final String ORGANIZATION = "local.attest.invalid";
    static final String ISSUER = "https://" + ORGANIZATION;
    static final String FULCIO = "https://fulcio." + ORGANIZATION;
    static final String CT_LOG = "https://ctlog." + ORGANIZATION;
    static final String REKOR_HOST = "rekor." + ORGANIZATION;
    static final String REKOR = "https://" + REKOR_HOST;
    static final String REKOR_V2_HOST = "rekor-v2." + ORGANIZATION;
    static final String REKOR_V2 = "https://" + REKOR_V2_HOST;
    static final String TIMESTAMP = "https://timestamp." + ORGANIZATION;
    static final String AUDIENCE = "sigstore";

    private static final int MAX_LOCAL_PART = 64;
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9_+-]+(\\.[A-Za-z0-9_+-]+)*");

    private Names() {}

    /** The e-mail address of a local identity. */
    static String email(String localPart) {
        if (localPart.length() > MAX_LOCAL_PART
                || !LOCAL_PART.matcher(localPart).matches()) {
            throw new IllegalArgumentException("a local identity is 1 to 64 letters, digits, '_', '+', '-' and single"
                    + " dots between them: it stands before @" + ORGANIZATION);
        }
        return localPart + "@" + ORGANIZATION;
    }
}
