package dev.attest.sbom.ruby;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tells gems apart: name, version and the platform they are built for, {@code ruby} for all. */
record FullName(String name, String version, String platform) {
    static final String ANY_PLATFORM = "ruby";

    private static final int MAX_LENGTH = 300;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]*[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9A-Za-z]+)*(-[0-9A-Za-z.-]+)?");
    private static final Pattern PLATFORM = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final Pattern WITH_VERSION = Pattern.compile("([0-9]+(?:\\.[0-9A-Za-z]+)*)(?:-([A-Za-z].*))?");

    static boolean isName(String text) {
        return text.length() <= MAX_LENGTH && NAME.matcher(text).matches();
    }

    static boolean isVersion(String text) {
        return text.length() <= MAX_LENGTH && VERSION.matcher(text).matches();
    }

    static boolean isPlatform(String text) {
        return PLATFORM.matcher(text).matches();
    }

    /** Out of {@code NAME-VERSION} or {@code NAME-VERSION-PLATFORM}; a name can have hyphens and digits of its own. */
    static Optional<FullName> parse(String stem) {
        if (stem.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        for (int hyphen = stem.indexOf('-'); hyphen >= 0; hyphen = stem.indexOf('-', hyphen + 1)) {
            Matcher rest = WITH_VERSION.matcher(stem).region(hyphen + 1, stem.length());
            String name = stem.substring(0, hyphen);
            if (rest.matches() && isName(name) && (rest.group(2) == null || isPlatform(rest.group(2)))) {
                return Optional.of(
                        new FullName(name, rest.group(1), rest.group(2) == null ? ANY_PLATFORM : rest.group(2)));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name + "-" + version + (platform.equals(ANY_PLATFORM) ? "" : "-" + platform);
    }
}
