package dev.attest.sbom.node;

import java.util.regex.Pattern;

/** The names npm accepts or once accepted, upper case included, so that nothing else becomes a purl or a path. */
final class PackageName {
    private static final int MAX_LENGTH = 214;
    private static final String WORD = "[A-Za-z0-9~!'()*_-][A-Za-z0-9~!'()*._-]*";
    private static final Pattern NAME = Pattern.compile("(@" + WORD + "/)?" + WORD);

    private PackageName() {}

    static boolean isOne(String text) {
        return text.length() <= MAX_LENGTH && NAME.matcher(text).matches();
    }

    /** {@code @angular} of {@code @angular/core}, else empty. */
    static String scope(String name) {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    static String withoutScope(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
