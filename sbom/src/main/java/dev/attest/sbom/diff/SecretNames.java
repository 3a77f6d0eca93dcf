package dev.attest.sbom.diff;

import java.util.regex.Pattern;

/** Settings whose values are not to be shown: by their names, and by values that look like nothing but a secret. */
final class SecretNames {
    private static final Pattern NAME = Pattern.compile(
            "pass|pwd|secret|token|key|credential|auth|private|signature|cookie|session|dsn|connection|webhook",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE = Pattern.compile(
            "://[^/\\s:@]{0,200}:[^/\\s@]{1,200}@|eyJ[A-Za-z0-9_-]{10}|-----BEGIN|\\b(gh[pousr]_|github_pat_|glpat-|xox[abprs]-"
                    + "|AKIA|ASIA|AIza|sk-|npm_|pypi-)[A-Za-z0-9_-]{8}|\\b[A-Za-z0-9+/_-]{40,200}\\b");
    // A digest is no secret.
    private static final Pattern DIGEST = Pattern.compile("(sha256:)?[0-9a-f]{40}([0-9a-f]{24})?");

    private SecretNames() {}

    static boolean hides(String name, String value) {
        if (value.isEmpty()) {
            return false;
        }
        return NAME.matcher(name).find()
                || assigns(value)
                || (VALUE.matcher(value).find() && !DIGEST.matcher(value).matches());
    }

    /** Whether a word gives a value to such a name: {@code NAME=value}, {@code --name value}, {@code Name: value}. */
    private static boolean assigns(String value) {
        boolean named = false;
        for (String word : value.split("[\\s\"']+")) {
            if (named && !word.isEmpty() && !word.startsWith("-")) {
                return true;
            }
            int equals = word.indexOf('=');
            boolean secret =
                    NAME.matcher(equals < 0 ? word : word.substring(0, equals)).find();
            if (secret && equals > 0 && equals + 1 < word.length()) {
                return true;
            }
            named = secret && equals < 0 && (word.startsWith("-") || word.endsWith(":"));
        }
        return false;
    }
}
