package dev.attest.sbom.python;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names and versions of distributions (PEP 508, PEP 503, PEP 440 and what was there before it). */
final class DistributionName {
    private static final int MAX_LENGTH = 214;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_~*-]{0,255}");

    private DistributionName() {}

    static boolean isName(String text) {
        return text.length() <= MAX_LENGTH && NAME.matcher(text).matches();
    }

    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** PEP 503: lower case, runs of {@code -}, {@code _} and {@code .} are one {@code -}. */
    static String normalised(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }
}
